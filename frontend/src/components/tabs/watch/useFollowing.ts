/**
 * Scrolls a list to its newest row as long as the person leaves it there, and to a row that is looked at
 * elsewhere. Moves nothing while the pointer is on the list itself.
 */
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';

export interface Following {
  /** Indices; -1 for none. */
  newest: number;
  hovered: number;
  rowHeight: number;
}

/** Space above the first and below the last row, px. */
const INSET = 8;

/** Scroll position that shows a row whole, with its inset, as near to `top` as possible. */
export function nearestTop(top: number, height: number, row: number, rowHeight: number): number {
  const start = row * rowHeight;
  if (start < top) return start;
  return Math.max(top, start + rowHeight + 2 * INSET - height);
}

export function useFollowing(list: RefObject<HTMLElement | null>, following: Following) {
  const { newest, hovered, rowHeight } = following;
  const follows = useRef(true);
  const ours = useRef(false);
  const hoveredHere = useRef(false);
  const latest = useRef(following);
  useLayoutEffect(() => {
    latest.current = following;
  });

  const bring = useCallback(
    (row: number, height: number) => {
      const element = list.current;
      if (!element || row < 0) return;
      const top = nearestTop(element.scrollTop, element.clientHeight, row, height);
      if (top === element.scrollTop) return;
      ours.current = true;
      element.scrollTop = top;
    },
    [list],
  );
  useLayoutEffect(() => {
    if (hovered >= 0 && !hoveredHere.current) bring(hovered, rowHeight);
    else if (hovered < 0 && follows.current) bring(newest, rowHeight);
  }, [newest, hovered, rowHeight, bring]);

  const onScroll = useCallback(() => {
    const element = list.current;
    if (ours.current || !element) {
      ours.current = false;
      return;
    }
    const { newest: row, rowHeight: height } = latest.current;
    const { scrollTop, clientHeight } = element;
    follows.current = row < 0 || nearestTop(scrollTop, clientHeight, row, height) === scrollTop;
  }, [list]);

  return { hoveredHere, onScroll };
}
