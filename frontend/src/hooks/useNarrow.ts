/** Whether the page is one column with the controls in the thumb's reach. */
import { useSyncExternalStore } from 'react';

/**
 * Up to this width the styles switch as well: see the max-width in the style sheets. A laptop's screen at 200 % is
 * as narrow, and as low: a bar of three rows would leave nothing of the picture.
 */
export const NARROW_MAX_PX = 799;
const QUERY = `(max-width: ${NARROW_MAX_PX}px)`;

const subscribe = (callback: () => void) => {
  const query = window.matchMedia(QUERY);
  query.addEventListener('change', callback);
  return () => query.removeEventListener('change', callback);
};

export const useNarrow = (): boolean =>
  useSyncExternalStore(subscribe, () => window.matchMedia(QUERY).matches);
