/** Keeps the lit line in sight, until the person scrolls away. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { revealLit } from './reveal';

/** Keys that scroll what has the focus. */
const SCROLL_KEYS = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' ']);

export interface Follow {
  follow: boolean;
  setFollow: (follow: boolean) => void;
  scroller: RefObject<HTMLElement | null>;
}

/** `key`: another one means another lit line; null: none. */
export function useFollow(key: string | null): Follow {
  const [follow, setFollow] = useState(true);
  const scroller = useRef<HTMLElement>(null);

  // Only what a hand does: our own scrolling tells nothing by wheel, touch or key.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const away = () => setFollow(false);
    const byKey = (event: KeyboardEvent) => {
      if (event.target === element && SCROLL_KEYS.has(event.key)) away();
    };
    element.addEventListener('wheel', away, { passive: true });
    element.addEventListener('touchmove', away, { passive: true });
    element.addEventListener('keydown', byKey);
    return () => {
      element.removeEventListener('wheel', away);
      element.removeEventListener('touchmove', away);
      element.removeEventListener('keydown', byKey);
    };
  }, []);

  // Another line, another place.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (follow && element && key !== null) revealLit(element);
  }, [follow, key]);

  return { follow, setFollow, scroller };
}
