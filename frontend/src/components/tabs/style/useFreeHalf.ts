/** Which half of the gutter the ribbons in sight leave free for words. Measures the page. */
import { type RefObject, useLayoutEffect, useState } from 'react';

export type Half = 'top' | 'bottom';

/** Where most of the marked places lie; the words stand in the other half. */
export function useFreeHalf(gutter: RefObject<HTMLElement | null>, active: number | null): Half {
  const [half, setHalf] = useState<Half>('bottom');
  useLayoutEffect(() => {
    const element = gutter.current;
    if (!element || active === null) {
      setHalf('bottom');
      return;
    }
    // The text on the other side scrolls to its mark first.
    const frame = requestAnimationFrame(() => {
      const box = element.getBoundingClientRect();
      const marks = [
        ...(element.parentElement?.querySelectorAll('.phrase[data-active="true"]') ?? []),
      ];
      const places = marks.map((mark) => {
        const { top, bottom } = mark.getBoundingClientRect();
        return (top + bottom) / 2 - box.top;
      });
      const low = places.filter((place) => place > box.height / 2).length;
      setHalf(low > places.length / 2 ? 'top' : 'bottom');
    });
    return () => cancelAnimationFrame(frame);
  }, [gutter, active]);
  return half;
}
