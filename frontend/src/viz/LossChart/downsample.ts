/** Fewer points than pixels without losing a spike, and without trembling as the curve grows. Pure. */

export interface Polyline {
  /** Steps and losses of the kept points; NaN marks a gap. */
  steps: number[];
  losses: number[];
}

/**
 * Keeps, for each bucket of `stepsPerBucket` steps, its smallest and its largest finite loss in the order they came.
 * Buckets are counted from step 0 and not from the data's length, so appending changes the last bucket alone.
 * A run of values that are not finite becomes one NaN.
 */
export function keepExtremes(
  steps: ArrayLike<number>,
  losses: ArrayLike<number>,
  length: number,
  stepsPerBucket: number,
): Polyline {
  const out: Polyline = { steps: [], losses: [] };
  const keep = (index: number) => {
    out.steps.push(steps[index] ?? 0);
    out.losses.push(losses[index] ?? Number.NaN);
  };
  let low = -1;
  let high = -1;
  let bucket = -1;
  const flush = () => {
    if (low >= 0) {
      keep(Math.min(low, high));
      if (low !== high) keep(Math.max(low, high));
    }
    low = -1;
    high = -1;
  };
  for (let i = 0; i < length; i++) {
    const loss = losses[i] ?? Number.NaN;
    if (!Number.isFinite(loss)) {
      flush();
      if (out.losses.length > 0 && !Number.isNaN(out.losses.at(-1))) {
        out.steps.push(steps[i] ?? 0);
        out.losses.push(Number.NaN);
      }
      continue;
    }
    const here = Math.floor((steps[i] ?? 0) / stepsPerBucket);
    if (here !== bucket) {
      flush();
      bucket = here;
    }
    if (low < 0 || loss < (losses[low] ?? 0)) low = i;
    if (high < 0 || loss >= (losses[high] ?? 0)) high = i;
  }
  flush();
  return out;
}
