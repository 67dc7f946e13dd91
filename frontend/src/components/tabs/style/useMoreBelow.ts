/** Says on a box that scrolls whether something lies below what it shows: `data-more` true or false. Renders nothing. */
import { type RefObject, useLayoutEffect } from 'react';

/** Less than this is a rounding, px. */
const SLACK_PX = 2;

/** `content`: looked at anew whenever it changes. */
export function useMoreBelow(box: RefObject<HTMLElement | null>, content: unknown): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the content decides how high it is
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const tell = () => {
      const left = element.scrollHeight - element.clientHeight - element.scrollTop;
      element.dataset.more = String(left > SLACK_PX);
    };
    tell();
    element.addEventListener('scroll', tell, { passive: true });
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    // A typeface that comes late moves every line.
    document.fonts?.addEventListener('loadingdone', tell);
    return () => {
      element.removeEventListener('scroll', tell);
      observer.disconnect();
      document.fonts?.removeEventListener('loadingdone', tell);
    };
  }, [box, content]);
}
