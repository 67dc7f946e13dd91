/** Remarks on the loss of unseen text, placed where something was measured and nowhere else. Pure. */
import type { ReferenceLosses } from '@/api/generated';
import type { Annotation, Checkpoint } from '@/viz/LossChart/types';

const SAYS = {
  unigram: 'now it knows which letters are common',
  bigram: 'now it knows which letters follow which',
  trigram: 'now it knows what follows a pair of letters',
} as const;
type Passable = keyof typeof SAYS;
/** Harder unseen text alone is no proof that it recites: more often it grows too sure of wrong guesses. */
const HARDER = 'it starts to memorise';
const HARDER_OF_OWN = 'from here it grows surer of itself than it should be';
const PASSABLE = Object.keys(SAYS) as Passable[];

/** A line this little below a weaker one, in nats, says nothing of its own. */
const TELLING_NATS = 0.02;
/** Checkpoints in a row on which unseen text must get harder before we say so. */
const RISES = 3;
/** And by how much in all, in nats: less is noise of the estimate. */
const RISE_NATS = 0.02;
/** At the end of a run the rise must be plain to see. */
const CLEAR_RISE_NATS = 0.05;

/**
 * The references that mean something for this text, weakest first: blind guessing, and each line that lies
 * clearly below every weaker one. In a random or tiny text knowing pairs is no help.
 */
export function tellingLines(references: ReferenceLosses): (keyof ReferenceLosses)[] {
  let lowest = references.uniform;
  const better = PASSABLE.filter((key) => {
    const tells = lowest - references[key] >= TELLING_NATS;
    if (tells) lowest = references[key];
    return tells;
  });
  return ['uniform', ...better];
}

/**
 * Where the loss of unseen text first met each line that it lies below now, on the straight way between two checkpoints. A
 * line that it has risen above again has no remark: what was known is known no longer. With `keepsBest` it keeps the remark.
 */
export function findCrossings(
  checkpoints: readonly Checkpoint[],
  references: ReferenceLosses | null,
  keepsBest = false,
): Annotation[] {
  const losses = checkpoints.map(({ valLoss }) => valLoss ?? Number.NaN);
  const now = keepsBest
    ? Math.min(...losses.filter(Number.isFinite))
    : (losses.at(-1) ?? Number.NaN);
  const measured = checkpoints.flatMap(({ step, valLoss }) =>
    valLoss !== null && Number.isFinite(valLoss) ? [{ step, loss: valLoss }] : [],
  );
  const crossings: Annotation[] = [];
  const lines = references ? tellingLines(references) : [];
  for (const key of PASSABLE.filter((passable) => lines.includes(passable))) {
    const line = references?.[key] ?? Number.NaN;
    const at = measured.findIndex(({ loss }) => loss < line);
    const [before, below] = [measured[at - 1], measured[at]];
    if (!(now < line) || !below) continue;
    const share = before ? (before.loss - line) / (before.loss - below.loss) : 1;
    const step = before ? before.step + (below.step - before.step) * share : below.step;
    crossings.push({ id: key, step, loss: before ? line : below.loss, text: SAYS[key] });
  }
  return crossings;
}

/**
 * The checkpoint at which unseen text was easiest, once it got harder several times in a row after that while
 * the training text got easier.
 */
export function findMemorising(checkpoints: readonly Checkpoint[]): Annotation | null {
  const vals = checkpoints.map(({ valLoss }) => valLoss ?? Number.NaN);
  const lowest = Math.min(...vals.filter(Number.isFinite));
  const best = vals.indexOf(lowest);
  const point = checkpoints[best];
  for (let at = best; point && at + RISES < vals.length; at++) {
    const [from, to] = [checkpoints[at], checkpoints[at + RISES]];
    const row = vals.slice(at, at + RISES + 1);
    const rises = row.every((loss, k) => k === 0 || loss > (row[k - 1] ?? Number.NaN));
    const enough = (vals[at + RISES] ?? 0) - (vals[at] ?? 0) >= RISE_NATS;
    const easier = (to?.trainLoss ?? Number.NaN) < (from?.trainLoss ?? Number.NaN);
    if (rises && enough && easier) {
      return { id: 'memorising', step: point.step, loss: lowest, text: HARDER };
    }
  }
  return null;
}

/**
 * Everything there is to remark, in the order of the steps. `keepsBest`: of a style run, whose held-out tenth is so short that
 * its loss rises while unseen letters are guessed better and better (docs/style.md). What was passed stays passed there,
 * and a rise is not called memory: that is measured in what it writes.
 */
export function findMilestones(
  checkpoints: readonly Checkpoint[],
  references: ReferenceLosses | null,
  keepsBest = false,
): Annotation[] {
  const memorising = findMemorising(checkpoints);
  const all = findCrossings(checkpoints, references, keepsBest);
  if (memorising) all.push(keepsBest ? { ...memorising, text: HARDER_OF_OWN } : memorising);
  return all.sort((a, b) => a.step - b.step);
}

export interface Overfit {
  /** The checkpoint at which unseen text was easiest. */
  step: number;
  best: number;
  /** Loss of unseen text at the newest checkpoint. */
  now: number;
}

/** Whether unseen text ended clearly harder than it once was while the training text got easier; null if not. */
export function findOverfit(checkpoints: readonly Checkpoint[]): Overfit | null {
  const last = checkpoints.at(-1);
  if (!last || last.valLoss === null) return null;
  let best = last;
  for (const point of checkpoints) {
    if (point.valLoss !== null && point.valLoss < (best.valLoss ?? Number.NaN)) best = point;
  }
  const easier = (last.trainLoss ?? Number.NaN) < (best.trainLoss ?? Number.NaN);
  if (best.valLoss === null || !easier) return null;
  if (last.valLoss - best.valLoss < CLEAR_RISE_NATS) return null;
  return { step: best.step, best: best.valLoss, now: last.valLoss };
}
