/** Brings what is pointed at elsewhere into view in a box that scrolls, and takes the box back when nothing is pointed at. */
import { type RefObject, useEffect, useRef } from 'react';

/** On the way from one phrase to the next nothing is pointed at for a moment. */
const RETURN_MS = 400;
const ROOM = { above: 8, below: 48 };
/** Where the first line begins: below what fades. */
const TOP_PX = 6;

/** How far `box` must scroll for `mark` to be in view below a whole line, in px; 0: it is. */
function distance(box: HTMLElement, mark: Element): number {
  const outer = box.getBoundingClientRect();
  const inner = mark.getBoundingClientRect();
  const isSeen = inner.top >= outer.top + ROOM.above && inner.bottom <= outer.bottom - ROOM.below;
  if (isSeen) return 0;
  const first = mark.getClientRects()[0] ?? inner;
  const line = Number.parseFloat(getComputedStyle(mark).lineHeight) || first.height;
  const top = (first.top + first.bottom - line) / 2;
  const paragraph = mark.closest('p')?.getBoundingClientRect().top ?? top;
  // The line before it leads up to it; where a paragraph begins none does.
  const lead = top - paragraph >= line / 2 ? line : 0;
  return top - lead - outer.top - TOP_PX;
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
