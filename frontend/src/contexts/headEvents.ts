/** What a head does, in words, and when it began to: read from the measured stops. Pure. */
import type { HeadJob, MeasuredHeads } from '@/api/generated';
import type { TimelineEvent } from '@/viz/Timeline/types';

export type HeadLabel = HeadJob['label'];

interface JobWords {
  does: string;
  /** For the timeline: what happens when it begins. */
  finds: string;
  /** What the score measures, after "on average". */
  meaning: string;
  /** The job, told to somebody who never heard of one. */
  explains: string;
  /** How the score is to be read. */
  score: string;
}

const SHARE = 'of its attention, on average, goes there';
const BEYOND_CHANCE = 'Score: 0 is what an even look would give there, 1 is all of its attention.';

export const JOBS: Record<HeadLabel, JobWords> = {
  previous_character: {
    does: 'looks at the previous character',
    finds: 'finds the previous character',
    meaning: SHARE,
    explains: 'From each character it looks back at the one just before it.',
    score: BEYOND_CHANCE,
  },
  same_character: {
    does: 'looks for the same character',
    finds: 'finds the same character',
    meaning: SHARE,
    explains: 'It looks back at earlier places where the very same character stands.',
    score: BEYOND_CHANCE,
  },
  first_position: {
    does: 'parks on the first character',
    finds: 'parks at the start',
    meaning: SHARE,
    explains:
      'It leaves its look on the very first character: a place to rest when nothing else is worth it.',
    score: BEYOND_CHANCE,
  },
  word_start: {
    does: 'looks back to the start of the word',
    finds: 'finds word starts',
    meaning: SHARE,
    explains: 'Inside a word it looks back at the word’s first letter.',
    score: BEYOND_CHANCE,
  },
  separators: {
    does: 'looks at spaces and punctuation',
    finds: 'finds spaces and punctuation',
    meaning: SHARE,
    explains: 'It looks back at spaces, commas and full stops: where words and sentences end.',
    score: BEYOND_CHANCE,
  },
  recent_characters: {
    does: 'looks at the last few characters',
    finds: 'looks close by',
    meaning: SHARE,
    explains: 'It shares its look among the three characters just before.',
    score: BEYOND_CHANCE,
  },
  positional: {
    does: 'looks a fixed distance back',
    finds: 'keeps its distance',
    meaning: 'of its attention, on average, goes to one distance',
    explains: 'It goes by distance alone: so many characters back, whatever stands there.',
    score:
      'Score: how much better distance explains its look than an even look does; 1 is all of it.',
  },
  induction: {
    does: 'looks for what came after it last time',
    finds: 'finds repeats',
    meaning: SHARE,
    explains:
      'It finds where this character stood before and looks at what came next then: how a model repeats what it has read.',
    score: BEYOND_CHANCE,
  },
  diffuse: {
    does: 'spreads its look evenly',
    finds: 'spreads its look',
    meaning: 'as even as a look can be is 1',
    explains:
      'It looks at every character about equally: nothing is worth more to it than the rest.',
    score: 'Score: 1 is perfectly even.',
  },
  mixed: {
    does: 'no clear job',
    finds: 'gives up its job',
    meaning: 'is its best score: no job stands out',
    explains:
      'Of the nine ways to look that are measured, none fits it clearly: it may do a little of several.',
    score: 'Score: its best of the nine, too low or too close to another for a name.',
  },
};

/** Which jobs are told in words where the timeline is crowded: tricks before habits, a loss last. */
const RANKS: Partial<Record<HeadLabel, number>> = {
  induction: 3,
  previous_character: 2,
  same_character: 1,
  word_start: 1,
  mixed: -1,
};

/** An even look is no job to give up. */
const EVENNESS_ENDS = 'no longer spreads its look';

/** Measured stops a job must last before it is told: a label that flickers is none. */
const LASTING = 2;

const settledOf = new WeakMap<readonly MeasuredHeads[], readonly MeasuredHeads[]>();

/**
 * The history without flickers: a label counts from its first stop if it lasts, until another one that lasts; before
 * the first of them there is no clear job. Cards and timeline both read this, so they never disagree. The same array for
 * the same history.
 */
export function settledHeads(history: readonly MeasuredHeads[]): readonly MeasuredHeads[] {
  const known = settledOf.get(history);
  if (known) return known;
  const settled = history.map(({ step, heads }) => ({ step, heads: [...heads] }));
  for (const { layer, head } of history[0]?.heads ?? []) {
    const line = settled.flatMap(({ heads }) => {
      const at = heads.findIndex((other) => other.layer === layer && other.head === head);
      const job = heads[at];
      return job ? [{ heads, at, job }] : [];
    });
    let label: HeadLabel = 'mixed';
    for (const [i, { heads, at, job }] of line.entries()) {
      const next = line.slice(i, i + LASTING);
      if (next.length === LASTING && next.every((other) => other.job.label === job.label)) {
        label = job.label;
      }
      heads[at] = relabelled(job, label);
    }
  }
  settledOf.set(history, settled);
  return settled;
}

const relabelled = (job: HeadJob, label: HeadLabel): HeadJob =>
  job.label === label
    ? job
    : { ...job, label, score: label === 'mixed' ? bestOf(job.scores) : job.scores[label] };

/**
 * When heads took up jobs and gave them up. What a head does before it has learned anything (an untrained look is even)
 * is no event.
 */
export function headEvents(history: readonly MeasuredHeads[]): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  const settled = settledHeads(history);
  for (const { layer, head } of settled[0]?.heads ?? []) {
    let before: HeadLabel = 'mixed';
    let learned = false;
    for (const { step, heads } of settled) {
      const label = heads.find((other) => other.layer === layer && other.head === head)?.label;
      if (label === undefined || label === before) continue;
      const ends = label === 'mixed' && before === 'diffuse' ? EVENNESS_ENDS : null;
      const untold = !learned && (label === 'mixed' || label === 'diffuse');
      before = label;
      if (untold) continue;
      learned = true;
      const text = `L${layer}·H${head} ${ends ?? JOBS[label].finds}`;
      events.push({ id: `${layer}.${head}.${step}`, step, text, rank: RANKS[label] ?? 0 });
    }
  }
  return events.toSorted((a, b) => a.step - b.step);
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
