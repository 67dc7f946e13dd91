/** Says on a row that scrolls sideways which of its edges cuts something off: `data-cut` start, end, both or none. */
import { type RefObject, useLayoutEffect } from 'react';

/** Less than this is a rounding, px. */
const SLACK_PX = 2;

/** `content`: looked at anew whenever it changes. Renders nothing. */
export function useCutEdges(row: RefObject<HTMLElement | null>, content: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the content decides how wide the row is
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const tell = () => {
      const before = Math.abs(element.scrollLeft) > SLACK_PX;
      const after =
        element.scrollWidth - element.clientWidth - Math.abs(element.scrollLeft) > SLACK_PX;
      element.dataset.cut = before ? (after ? 'both' : 'start') : after ? 'end' : 'none';
    };
    tell();
    element.addEventListener('scroll', tell, { passive: true });
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', tell);
      observer.disconnect();
    };
  }, [row, content]);
}
