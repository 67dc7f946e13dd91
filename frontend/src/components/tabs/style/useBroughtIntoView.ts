/** Brings what is pointed at elsewhere into view in a box that scrolls, and takes the box back when nothing is pointed at. */
import { type RefObject, useEffect, useRef } from 'react';

/** On the way from one phrase to the next nothing is pointed at for a moment. */
const RETURN_MS = 400;
const ROOM = { above: 16, below: 48 };

/** How far `box` must scroll for `mark` to be in view, in px; 0: it is. */
function distance(box: HTMLElement, mark: Element): number {
  const [inner, outer] = [mark.getBoundingClientRect(), box.getBoundingClientRect()];
  const above = inner.top - outer.top - ROOM.above;
  const below = inner.bottom - outer.bottom + ROOM.below;
  return above < 0 ? above : Math.max(0, below);
}

/** `active`: what is pointed at, marked in the box by `data-active`; null: nothing. The page itself stays where it is. */
export function useBroughtIntoView(box: RefObject<HTMLElement | null>, active: number | null) {
  const home = useRef<number | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // Whoever is in this text already scrolls it themselves.
    if (element.matches(':hover, :focus-within')) {
      home.current = null;
      return;
    }
    if (active === null) {
      if (home.current === null) return;
      const timer = setTimeout(() => {
        element.scrollTop = home.current ?? element.scrollTop;
        home.current = null;
      }, RETURN_MS);
      return () => clearTimeout(timer);
    }
    const mark = element.querySelector('[data-active="true"]');
    const by = mark ? distance(element, mark) : 0;
    if (by === 0) return;
    home.current ??= element.scrollTop;
    element.scrollTop += by;
  }, [box, active]);
}
