/** What heads did when, and what of it is worth telling: read from the measured stops. Pure. */
import type { HeadJob, MeasuredHeads } from '@/api/generated';
import type { TimelineEvent } from '@/viz/Timeline/types';
import { type HeadLabel, jobWords } from './jobWords';

/** Which jobs are told first: tricks before habits. */
const RANKS: Partial<Record<HeadLabel, number>> = {
  induction: 3,
  previous_character: 2,
  same_character: 1,
  word_start: 1,
};
/** From this rank on an event is always marked, and large. */
export const TELLING = 2;

/** The first head that finds a trick goes before the next one that finds the same. */
const FIRST = 2;
function rankOf(label: HeadLabel, known: boolean): number {
  const rank = RANKS[label] ?? 0;
  return rank >= TELLING && !known ? rank + FIRST : rank;
}

/** An even look is no job to give up. */
const EVENNESS_ENDS = 'no longer spreads its look';
const GIVEN_UP = -1;

/** Measured stops that a name must last before it counts, */
const LASTING_STOPS = 2;
/** and its share of the whole run: 25 of 500 steps. */
export const LASTING_SHARE = 0.05;

/** Of a run, beside its history. */
export interface Story {
  /** Steps that a name must last before it counts. */
  lasting: number;
  /** The text that heads are measured on. */
  probe: string;
}

/** A head's name over the stops from index `from` to before `to`. */
interface Stint {
  label: HeadLabel;
  from: number;
  to: number;
}

function stintsOf(labels: readonly HeadLabel[]): Stint[] {
  const stints: Stint[] = [];
  for (const [i, label] of labels.entries()) {
    const last = stints.at(-1);
    if (last?.label === label) last.to = i + 1;
    else stints.push({ label, from: i, to: i + 1 });
  }
  return stints;
}

/**
 * The history without flickers: a name counts from its first stop if it lasts, until another one that lasts; before
 * the first of them there is no clear job. Cards and timeline both read this, so they never disagree; and as it is made of the
 * history alone, a page that was there and one that comes later tell the same.
 */
export function settledHeads(
  history: readonly MeasuredHeads[],
  { lasting }: Pick<Story, 'lasting'>,
): readonly MeasuredHeads[] {
  const settled = history.map(({ step, heads }) => ({ step, heads: [...heads] }));
  const newest = history.at(-1)?.step ?? 0;
  const lasts = ({ from, to }: Stint) => {
    const steps = (settled[to]?.step ?? newest) - (settled[from]?.step ?? 0);
    return to - from >= LASTING_STOPS && steps >= lasting;
  };
  for (const at of history[0]?.heads.keys() ?? []) {
    const labels = settled.map(({ heads }) => heads[at]?.label ?? 'mixed');
    let label: HeadLabel = 'mixed';
    for (const stint of stintsOf(labels)) {
      if (lasts(stint)) label = stint.label;
      for (let i = stint.from; i < stint.to; i++) {
        const heads = settled[i]?.heads;
        if (heads?.[at]) heads[at] = relabelled(heads[at], label);
      }
    }
  }
  return settled;
}

const relabelled = (job: HeadJob, label: HeadLabel): HeadJob =>
  job.label === label
    ? job
    : { ...job, label, score: label === 'mixed' ? bestOf(job.scores) : job.scores[label] };

/** An event of a head: what it begins to do, and what it did before. */
interface Change {
  layer: number;
  head: number;
  step: number;
  label: HeadLabel;
  before: HeadLabel;
}

/** What a head does before it has learned anything (an untrained look is even) is no event. */
function changesOf(settled: readonly MeasuredHeads[]): Change[] {
  const changes: Change[] = [];
  for (const [at, { layer, head }] of settled[0]?.heads.entries() ?? []) {
    let before: HeadLabel = 'mixed';
    let learned = false;
    for (const { step, heads } of settled) {
      const label = heads[at]?.label;
      if (label === undefined || label === before) continue;
      learned ||= label !== 'mixed' && label !== 'diffuse';
      if (learned) changes.push({ layer, head, step, label, before });
      before = label;
    }
  }
  return changes.toSorted((a, b) => a.step - b.step);
}

/** When heads took up jobs and gave them up. `quiet`: of a habit only the first head that has it is marked, and no loss but that of a trick. */
export function headEvents(
  settled: readonly MeasuredHeads[],
  { probe }: Pick<Story, 'probe'>,
): TimelineEvent[] {
  const found = new Set<HeadLabel>();
  return changesOf(settled).map(({ layer, head, step, label, before }) => {
    const lost = label === 'mixed' || label === 'diffuse';
    const known = found.has(label);
    found.add(label);
    const rank = lost ? GIVEN_UP : rankOf(label, known);
    const quiet = lost ? (RANKS[before] ?? 0) < TELLING : known && rank < TELLING;
    const ends = label === 'mixed' && before === 'diffuse' ? EVENNESS_ENDS : null;
    const text = `L${layer}·H${head} ${ends ?? jobWords(label, probe).finds}`;
    return { id: `${layer}.${head}.${step}`, step, text, rank, ...(quiet && { quiet }) };
  });
}

/** What the heads do at a step: measured at the last stop not after it. */
export const headsAt = (history: readonly MeasuredHeads[], step: number): MeasuredHeads | null =>
  history.findLast((measured) => measured.step <= step) ?? null;

/** What is highest of all jobs but looking everywhere. */
const bestOf = ({ diffuse: _, ...scores }: HeadJob['scores']) => Math.max(...Object.values(scores));

/** A head's score for one label at every measured stop; for mixed, its best. */
export function scoreLine(
  history: readonly MeasuredHeads[],
  { layer, head, label }: { layer: number; head: number; label: HeadLabel },
): { step: number; score: number }[] {
  const points: { step: number; score: number }[] = [];
  for (const { step, heads } of history) {
    const job = heads.find((other) => other.layer === layer && other.head === head);
    if (job)
      points.push({ step, score: label === 'mixed' ? bestOf(job.scores) : job.scores[label] });
  }
  return points;
}
