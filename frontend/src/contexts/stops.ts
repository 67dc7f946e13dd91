/** Ascending steps: finding, adding, and an order to fetch them in. Pure. */

/** Index of the last stop not after `step`; -1 when all are. `step` may lie between two. */
export function floorIndex(stops: readonly number[], step: number): number {
  let [from, to] = [0, stops.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((stops[middle] ?? 0) <= step) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** A new array with `step` at its place; the same one when it stands there already. */
export function withStop(stops: readonly number[], step: number): readonly number[] {
  const at = floorIndex(stops, step);
  if (stops[at] === step) return stops;
  return [...stops.slice(0, at + 1), step, ...stops.slice(at + 1)];
}

const COARSEST = 16;

/** Every stop once, coarse to fine: wherever the thumb goes next, something near is there soon. */
export function* missingStops(stops: readonly number[]): Generator<number> {
  for (let stride = COARSEST; stride >= 1; stride /= 2) {
    for (let i = 0; i < stops.length; i += stride) {
      const seen = stride < COARSEST && i % (2 * stride) === 0;
      const stop = stops[i];
      if (!seen && stop !== undefined) yield stop;
    }
  }
}
