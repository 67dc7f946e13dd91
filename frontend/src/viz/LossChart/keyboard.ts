/** Which checkpoint a key leads to. Pure. */
import type { Checkpoint } from './types';

/**
 * The step to look at after a key: the neighbour for arrows (from the newest when none is looked at), the ends for Home and
 * End, null to look at none, undefined when the key means nothing here.
 */
export function keyboardStep(
  key: string,
  checkpoints: readonly Checkpoint[],
  current: number | null,
): number | null | undefined {
  if (key === 'Escape') return current === null ? undefined : null;
  const last = checkpoints.length - 1;
  if (last < 0) return undefined;
  const at = current === null ? -1 : checkpoints.findIndex(({ step }) => step === current);
  const step = (index: number) => checkpoints[Math.min(last, Math.max(0, index))]?.step;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return step(at < 0 ? last : at - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return step(at < 0 ? last : at + 1);
    case 'Home':
      return step(0);
    case 'End':
      return step(last);
    default:
      return undefined;
  }
}
