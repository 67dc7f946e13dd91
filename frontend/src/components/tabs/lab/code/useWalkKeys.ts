/** Where up and down scroll, left and right walk. */
import { type RefObject, useEffect } from 'react';
import type { Walk } from './walk/useWalk';

/** `walk` null: the keys do nothing of their own. */
export function useWalkKeys(
  scroller: RefObject<HTMLElement | null>,
  walk: Pick<Walk, 'next' | 'previous'> | null,
): void {
  const [next, previous] = [walk?.next, walk?.previous];
  useEffect(() => {
    const element = scroller.current;
    if (!element || !next || !previous) return;
    const orders: Record<string, () => void> = { ArrowLeft: previous, ArrowRight: next };
    const onKeyDown = (event: KeyboardEvent) => {
      const order = orders[event.key];
      // A number that has the focus walks among its neighbours.
      if (!order || event.target !== element) return;
      event.preventDefault();
      order();
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [scroller, next, previous]);
}
