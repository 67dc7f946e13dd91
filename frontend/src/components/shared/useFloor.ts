/** Where what floats above the page must hang: while one element has the whole screen, nothing outside it is seen. */
import { useSyncExternalStore } from 'react';

const subscribe = (callback: () => void) => {
  document.addEventListener('fullscreenchange', callback);
  return () => document.removeEventListener('fullscreenchange', callback);
};
const fullScreen = () => document.fullscreenElement;

/** The element on the whole screen; undefined: none, so the page's own body will do. */
export function useFloor(): HTMLElement | undefined {
  const element = useSyncExternalStore(subscribe, fullScreen);
  return element instanceof HTMLElement ? element : undefined;
}
