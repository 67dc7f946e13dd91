/** Which rows of a long list are worth being in the page: all of a short one, those near the view of a long one. */
import { type RefObject, useEffect, useState } from 'react';

/** Up to this many rows nothing is left out. */
const ALL = 200;
const MARGIN = 20;

export function rowWindow(top: number, height: number, count: number, rowHeight: number) {
  if (count <= ALL) return { from: 0, to: count };
  const from = Math.max(0, Math.floor(top / rowHeight) - MARGIN);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + MARGIN);
  // Whole steps of the margin, so that scrolling renders now and then and not with every pixel.
  return { from: from - (from % MARGIN), to: Math.min(count, to - (to % MARGIN) + MARGIN) };
}

export function useRowWindow(
  list: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
) {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const element = list.current;
    if (!element || count <= ALL) return;
    const measure = () => {
      setTop(Math.floor(element.scrollTop / (rowHeight * MARGIN)) * rowHeight * MARGIN);
      setHeight(element.clientHeight);
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    return () => element.removeEventListener('scroll', measure);
  }, [list, count, rowHeight]);
  return rowWindow(top, height, count, rowHeight);
}
