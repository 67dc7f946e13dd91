/** The bold line: a mean over a window centred on each step. Pure. */
import type { LossData } from './types';

/** Half a window, in steps, for a run of `maxStep` steps: 12 at 500. */
export function smoothingRadius(maxStep: number): number {
  return Math.max(4, Math.round(maxStep * 0.024));
}

/**
 * Centred mean of `losses` over steps within `radius`. Near the start the window is smaller and symmetric, so
 * that the cliff of the first steps is not smeared; at the newest step it looks back only. Values that are not
 * finite are left out; where a loss itself is not finite the result is NaN, a gap.
 */
export function smoothLosses(
  steps: ArrayLike<number>,
  losses: ArrayLike<number>,
  length: number,
  radius: number,
): Float64Array {
  const sums = new Float64Array(length + 1);
  const counts = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) {
    const loss = losses[i] ?? Number.NaN;
    const finite = Number.isFinite(loss);
    sums[i + 1] = (sums[i] ?? 0) + (finite ? loss : 0);
    counts[i + 1] = (counts[i] ?? 0) + (finite ? 1 : 0);
  }
  const out = new Float64Array(length);
  const first = steps[0] ?? 0;
  let from = 0;
  let to = 0;
  for (let i = 0; i < length; i++) {
    const step = steps[i] ?? 0;
    const since = step - first;
    const reach = Math.min(radius, since, Math.floor(since / 3) + 2);
    // Both edges only ever move right: the window's left edge never falls as the step grows.
    while (from < i && (steps[from] ?? 0) < step - reach) from++;
    while (to < length && (steps[to] ?? 0) <= step + reach) to++;
    const count = (counts[to] ?? 0) - (counts[from] ?? 0);
    out[i] = Number.isFinite(losses[i])
      ? ((sums[to] ?? 0) - (sums[from] ?? 0)) / count
      : Number.NaN;
  }
  return out;
}

/**
 * The bold line's height, in nats, at a step that may lie between two measured ones. Null before the first, after the
 * newest, and beside a loss that is not finite. `maxStep`: of the whole run.
 */
export function smoothedAt(
  { steps, losses, length }: Pick<LossData, 'steps' | 'losses' | 'length'>,
  maxStep: number,
  step: number,
): number | null {
  let after = 0;
  while (after < length && (steps[after] ?? 0) < step) after++;
  if (after === length) return null;
  const smooth = smoothLosses(steps, losses, length, smoothingRadius(maxStep));
  const [end, high] = [steps[after] ?? 0, smooth[after] ?? Number.NaN];
  if (end === step) return Number.isFinite(high) ? high : null;
  if (after === 0) return null;
  const [start, low] = [steps[after - 1] ?? 0, smooth[after - 1] ?? Number.NaN];
  const between = low + ((high - low) * (step - start)) / (end - start);
  return Number.isFinite(between) ? between : null;
}
