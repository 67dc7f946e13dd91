/** Keeps what changes too fast for a reader in sight long enough to be read; what comes meanwhile is passed over. */
import { useEffect, useRef, useState } from 'react';

/** To be typed out, at most 0.6 s, and then to stand. */
export const READABLE_MS = 2200;

/** The newest at once unless `live`; then each for `READABLE_MS`, and after it the newest there is by then. */
export function useReadable<T>(newest: T, live: boolean): T {
  const [held, setHeld] = useState(newest);
  const since = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (newest === held) return;
    const show = () => {
      since.current = live ? performance.now() : Number.NEGATIVE_INFINITY;
      setHeld(newest);
    };
    const wait = live && held !== null ? since.current + READABLE_MS - performance.now() : 0;
    if (wait <= 0) {
      show();
      return;
    }
    const timer = setTimeout(show, wait);
    return () => clearTimeout(timer);
  }, [newest, held, live]);
  return live ? held : newest;
}
