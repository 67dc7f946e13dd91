/** Puts one element on the whole screen and back. */
import { type RefObject, useCallback, useSyncExternalStore } from 'react';

const subscribe = (callback: () => void) => {
  document.addEventListener('fullscreenchange', callback);
  return () => document.removeEventListener('fullscreenchange', callback);
};

export function useFullScreen(ref: RefObject<HTMLElement | null>) {
  const element = useSyncExternalStore(subscribe, () => document.fullscreenElement);
  const toggle = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void ref.current?.requestFullscreen();
  }, [ref]);
  return { isFull: element !== null && element === ref.current, toggle };
}
