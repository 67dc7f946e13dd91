/** Lets the browser carry a picture from where it was to where it will be. Without support, or with less motion, it changes at once. */
import { flushSync } from 'react-dom';
import { prefersStill } from '@/viz/motion';

/** The name that a tile and the large picture share while one becomes the other. */
export const SHARED = 'head-picture';

export function carryOver(change: () => void): void {
  if (prefersStill() || typeof document.startViewTransition !== 'function') {
    change();
    return;
  }
  const { ready, finished, updateCallbackDone } = document.startViewTransition(() =>
    flushSync(change),
  );
  // A transition that another one overtakes is no failure: the page is where it should be.
  for (const promise of [ready, finished, updateCallbackDone]) promise.catch(() => undefined);
}
