/** Remarks on the curve, placed where something was measured and nowhere else. Pure. */
import type { ReferenceLosses } from '@/api/generated';
import { smoothLosses } from '@/viz/LossChart/smoothing';
import type { Annotation, Checkpoint } from '@/viz/LossChart/types';

const SAYS = {
  unigram: 'now it knows which letters are common',
  bigram: 'now it knows which letters follow which',
  trigram: 'now it knows what follows a pair of letters',
} as const;
type Passable = keyof typeof SAYS;
const PASSABLE = Object.keys(SAYS) as Passable[];

/** Checkpoints in a row on which unseen text must get harder before we say so. */
const RISES = 3;
/** And by how much in all, in nats: less is noise of the estimate. */
const RISE_NATS = 0.02;

export interface CrossingSearch {
  steps: Float64Array;
  losses: Float64Array;
  length: number;
  /** Half the smoothing window, in steps. */
  radius: number;
  references: ReferenceLosses | null;
  /** Those found before are not looked for again. */
  known: readonly Annotation[];
}

export interface Crossings {
  crossings: Annotation[];
  /** The smoothed loss at the newest step; null where it is not finite. */
  newest: number | null;
}

/**
 * The first step at which the smoothed mini-batch loss lies below each reference. A step counts once its
 * whole window is known, so that a lucky batch at the curve's end is not celebrated and taken back.
 */
export function findCrossings(search: CrossingSearch): Crossings {
  const { steps, losses, length, radius, references, known } = search;
  const open = PASSABLE.filter((key) => references && !known.some(({ id }) => id === key));
  const smooth = smoothLosses(steps, losses, length, radius);
  const last = steps[length - 1] ?? 0;
  const crossings: Annotation[] = [];
  for (const key of references ? open : []) {
    const line = references?.[key] ?? Number.NaN;
    const at = smooth.findIndex((loss, i) => loss <= line && (steps[i] ?? 0) + radius <= last);
    if (at >= 0) {
      crossings.push({ id: key, step: steps[at] ?? 0, loss: smooth[at] ?? line, text: SAYS[key] });
    }
  }
  const newest = smooth[length - 1];
  return { crossings, newest: newest !== undefined && Number.isFinite(newest) ? newest : null };
}

/** The checkpoint after which unseen text got harder, while the training text got easier, again and again. */
export function findMemorising(checkpoints: readonly Checkpoint[]): Annotation | null {
  const vals = checkpoints.map(({ valLoss }) => valLoss ?? Number.NaN);
  for (let best = 0; best + RISES < vals.length; best++) {
    const [from, to] = [checkpoints[best], checkpoints[best + RISES]];
    const row = vals.slice(best, best + RISES + 1);
    const rises = row.every((loss, k) => k === 0 || loss > (row[k - 1] ?? Number.NaN));
    const enough = (vals[best + RISES] ?? 0) - (vals[best] ?? 0) >= RISE_NATS;
    const easier = (to?.trainLoss ?? Number.NaN) < (from?.trainLoss ?? Number.NaN);
    if (from && rises && enough && easier) {
      const text = 'it starts to memorise';
      return { id: 'memorising', step: from.step, loss: vals[best] ?? 0, text };
    }
  }
  return null;
}
