/** Keeps the lit line in sight, until the person scrolls away. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { prefersStill } from '@/viz/motion';

/** Of the window's height: where a lit line comes to stand when it must move. */
const PLACE = 0.35;
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
    if (follow && element && key !== null) bring(element);
  }, [follow, key]);

  return { follow, setFollow, scroller };
}

/** Scrolls as little as needed, and inside the code alone: the page stays where it is. */
function bring(scroller: HTMLElement): void {
  const lit = scroller.querySelector<HTMLElement>('[data-lit]');
  const opened = scroller.querySelector<HTMLElement>('.twin-open');
  if (!lit || !opened) return;
  const frame = scroller.getBoundingClientRect();
  const top = lit.getBoundingClientRect().top - frame.top;
  const bottom = opened.getBoundingClientRect().bottom - frame.top;
  const margin = lit.offsetHeight;
  if (top >= margin && bottom <= frame.height - margin) return;
  scroller.scrollTo({
    top: scroller.scrollTop + top - frame.height * PLACE,
    behavior: prefersStill() ? 'auto' : 'smooth',
  });
}
