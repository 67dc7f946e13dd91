/** Left and right walk, wherever on the tab the focus is, but where these keys have a meaning of their own. */
import { useEffect } from 'react';
import { inDialog } from '@/hooks/useShortcuts';
import type { Walk } from './walk/useWalk';

/** Fields, choices and what scrolls sideways. */
const OWN_KEYS =
  'input, select, textarea, pre, [contenteditable="true"], [role="radio"], [role="combobox"], [role="slider"]';

/** `walk` null: the keys do nothing of their own. */
export function useWalkKeys(walk: Pick<Walk, 'next' | 'previous'> | null): void {
  const [next, previous] = [walk?.next, walk?.previous];
  useEffect(() => {
    if (!next || !previous) return;
    const orders: Record<string, () => void> = { ArrowLeft: previous, ArrowRight: next };
    const onKeyDown = (event: KeyboardEvent) => {
      const order = orders[event.key];
      const isWithOthers = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      // Numbers walk among their neighbours, pictures turn: they have taken the key by now.
      if (!order || isWithOthers || event.defaultPrevented || inDialog()) return;
      if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return;
      event.preventDefault();
      order();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [next, previous]);
}
