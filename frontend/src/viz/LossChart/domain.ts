/** From losses and steps to the ranges and ticks of the axes. Pure. */

const PAD_TOP = 0.05;
const PAD_BOTTOM = 0.075;
/** Weights that are still random cost a little more than blind guessing: times it, this fits the axis from the start. */
const HEADROOM = 1.06;
/** Where the lines lie close together there is still a way to fall: down to this times blind guessing. */
const FALL = 0.75;
/** A run that blows up must not flatten everything that was learned: the axis ends here, times blind guessing. */
const CEILING = 2.5;
/** The axis follows the data in steps of this many nats, so that it rests most of the time. */
const NOTCH = 0.25;

/**
 * Lowest and highest loss to show: the references with room for their labels, widened in notches when the data go
 * beyond. `lowest` and `highest` may be infinite or NaN (no data). `blind` is the loss of blind guessing.
 */
export function lossDomain(
  references: readonly number[],
  lowest: number,
  highest: number,
  blind: number | null = null,
): [number, number] {
  const known = references.filter(Number.isFinite);
  const fallback = known.length > 0;
  const base = fallback ? Math.min(...known) : Number.isFinite(lowest) ? lowest : 0;
  const top = fallback ? Math.max(...known) : Number.isFinite(highest) ? highest : 1;
  const span = Math.max(top - base, 0.1);
  let low = Math.max(0, Math.min(base - span * PAD_BOTTOM, blind === null ? base : blind * FALL));
  let high = Math.max(top + span * PAD_TOP, (blind ?? 0) * HEADROOM);
  if (Number.isFinite(lowest) && lowest < low) {
    low = Math.max(0, (Math.ceil(lowest / NOTCH) - 1) * NOTCH);
  }
  if (Number.isFinite(highest) && highest > high) {
    high = Math.min((Math.floor(highest / NOTCH) + 1) * NOTCH, top * CEILING);
  }
  return [low, Math.max(high, low + 0.1)];
}

/** Two to five round losses inside the domain; none below zero. */
export function lossTicks([low, high]: readonly [number, number]): number[] {
  const span = high - low;
  const unit = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10].find((step) => span / step <= 4) ?? 20;
  const ticks: number[] = [];
  for (let k = Math.max(0, Math.ceil(low / unit)); k * unit <= high; k++)
    ticks.push(Number((k * unit).toFixed(2)));
  return ticks;
}

/** Decimals that tell neighbouring ticks apart, at least one. */
export function tickText(tick: number): string {
  const cents = Math.round(tick * 100);
  return tick.toFixed(cents % 10 === 0 ? 1 : 2);
}

/** Steps to mark: 0, round steps between, and the last; only the ends and the middle when `compact`. */
export function stepTicks(maxStep: number, compact: boolean): number[] {
  if (compact) {
    const middle = Math.round(maxStep / 2);
    return maxStep >= 2 ? [0, middle, maxStep] : [0, maxStep];
  }
  const rough = maxStep / 5;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const unit = Math.max(1, [1, 2, 5, 10].map((k) => k * power).find((k) => k >= rough) ?? power);
  const ticks: number[] = [];
  // A tick too near the last one would touch its label.
  for (let step = 0; step <= maxStep - unit * 0.6; step += unit) ticks.push(step);
  ticks.push(maxStep);
  return ticks;
}
