/** From a snapshot of the data to the lines that are drawn. Pure; run again whenever the data changed. */
import { keepExtremes, type Polyline } from './downsample';
import { smoothingRadius, smoothLosses } from './smoothing';
import type { Checkpoint, LossData, Reference } from './types';

export interface Series {
  /** Mini-batch losses, thinned for the width. */
  raw: Polyline;
  /** The bold line, thinned; it starts at checkpoint 0 when there is one. */
  bold: Polyline;
  checkpoints: readonly Checkpoint[];
  /** Newest step that has a loss or a checkpoint; 0 before the first. */
  newest: number;
  /** Range of what is drawn, the bold line and the rings; infinite when there is nothing yet. */
  lowest: number;
  highest: number;
  /** The same with every mini-batch. */
  lowestRaw: number;
  highestRaw: number;
}

/** `width` in px: about one bucket a pixel for the thin line, and fewer for the smooth one. */
export function buildSeries(data: LossData, maxStep: number, width: number): Series {
  const { steps, losses, length, checkpoints } = data;
  const stepsPerPixel = maxStep / Math.max(width, 1);
  const raw = keepExtremes(steps, losses, length, Math.max(1, stepsPerPixel));
  const smooth = smoothLosses(steps, losses, length, smoothingRadius(maxStep));
  const bold = keepExtremes(steps, smooth, length, Math.max(1, stepsPerPixel * 2));
  const start = checkpoints[0];
  if (start?.step === 0 && start.trainLoss !== null) {
    bold.steps.unshift(0);
    bold.losses.unshift(start.trainLoss);
  }
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  const widen = (loss: number | null) => {
    if (loss === null || !Number.isFinite(loss)) return;
    lowest = Math.min(lowest, loss);
    highest = Math.max(highest, loss);
  };
  bold.losses.forEach(widen);
  for (const { valLoss } of checkpoints) widen(valLoss);
  const [lowestSmooth, highestSmooth] = [lowest, highest];
  raw.losses.forEach(widen);
  const newest = Math.max(length > 0 ? (steps[length - 1] ?? 0) : 0, checkpoints.at(-1)?.step ?? 0);
  return {
    ...{ raw, bold, checkpoints, newest },
    ...{ lowest: lowestSmooth, highest: highestSmooth, lowestRaw: lowest, highestRaw: highest },
  };
}

/**
 * The bold line's loss at a step that may lie between two points. Before the first point it is the first finite
 * loss, after the last the last finite one; null when there is none.
 */
export function lossAt({ steps, losses }: Polyline, step: number): number | null {
  let before = -1;
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  for (before = low - 1; before >= 0 && !Number.isFinite(losses[before]); ) before--;
  let after = low;
  while (after < losses.length && !Number.isFinite(losses[after])) after++;
  const left = before >= 0 ? losses[before] : undefined;
  const right = after < losses.length ? losses[after] : undefined;
  if (left === undefined) return right ?? null;
  if (right === undefined) return left;
  const [a, b] = [steps[before] ?? 0, steps[after] ?? 0];
  return b === a ? right : left + ((right - left) * (step - a)) / (b - a);
}

/** The checkpoint nearest to a step; null when there is none. */
export function nearestCheckpoint(
  checkpoints: readonly Checkpoint[],
  step: number,
): Checkpoint | null {
  let best: Checkpoint | null = null;
  for (const checkpoint of checkpoints) {
    if (best === null || Math.abs(checkpoint.step - step) < Math.abs(best.step - step)) {
      best = checkpoint;
    }
  }
  return best;
}

/** Loss of unseen text at the newest checkpoint up to a step; null before the first or where it is not finite. */
export function unseenAt(checkpoints: readonly Checkpoint[], step: number): number | null {
  const newest = checkpoints.findLast((checkpoint) => checkpoint.step <= step);
  const loss = newest?.valLoss ?? Number.NaN;
  return Number.isFinite(loss) ? loss : null;
}

/** The lowest loss of unseen text at `step` or before it; null where none was finite. */
export function lowestUntil(checkpoints: readonly Checkpoint[], step: number): number | null {
  const until = checkpoints.filter((checkpoint) => checkpoint.step <= step);
  const lowest = Math.min(...until.map(({ valLoss }) => valLoss ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(lowest) ? lowest : null;
}

/**
 * Straight lines through what was measured on unseen text, up to `shownStep`. `arrival` is the share, 0 to 1, of the way
 * that a checkpoint's point has gone from the one before to its own loss.
 */
export function unseenLine(
  checkpoints: readonly Checkpoint[],
  shownStep: number,
  arrival: (step: number) => number,
): Polyline {
  const line: Polyline = { steps: [], losses: [] };
  for (const { step, valLoss } of checkpoints) {
    if (step > shownStep || valLoss === null || !Number.isFinite(valLoss)) continue;
    const before = line.losses.at(-1) ?? valLoss;
    line.steps.push(step);
    line.losses.push(before + (valLoss - before) * arrival(step));
  }
  return line;
}

/** The line that nobody can pass, where every run begins: blind guessing. The highest when none is marked so. */
export function blindLoss(references: readonly Reference[]): number | null {
  const blind = references.find(({ passedLabel }) => passedLabel === null);
  if (blind) return blind.value;
  return references.length > 0 ? Math.max(...references.map(({ value }) => value)) : null;
}
