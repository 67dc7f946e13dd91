/** What a run knows of the person by now, in one sentence: which of the honest lines unseen text has passed. Pure. */
import type { ReferenceLosses } from '@/api/generated';
import { tellingLines } from '@/contexts/milestones';
import type { Checkpoint } from '@/viz/LossChart/types';

const KNOWS: readonly (readonly [keyof ReferenceLosses, string])[] = [
  ['trigram', 'It knows what you write after any two letters.'],
  ['bigram', 'It knows which letter you put after which: now it sounds like a language.'],
  ['unigram', 'It knows which letters you use most. Their order is still chance.'],
];
const NOTHING = 'It knows nothing of you yet: every letter is a guess.';
/** Shares of what it writes that stand in words of the person, from which they are some, and most. */
const SOME = 0.2;
const MOST = 0.5;
/** Unseen text must have got harder by so much, in nats: less is noise of the estimate. */
const CLEARLY_HARDER = 0.1;

const unseen = ({ valLoss }: Checkpoint): number => valLoss ?? Number.POSITIVE_INFINITY;
const training = ({ trainLoss }: Checkpoint): number => trainLoss ?? Number.POSITIVE_INFINITY;

function wordsSaid(share: number | null): string {
  if (share === null) return '';
  if (share < SOME) return ' Words of yours are still rare.';
  return ` ${share < MOST ? 'Some' : 'Most'} of what it writes is words of yours.`;
}

/** The checkpoint that knew unseen text best, and whether the last one knows it clearly less well. */
function sinceBest(checkpoints: readonly Checkpoint[], now: Checkpoint) {
  const best = checkpoints.reduce((a, b) => (unseen(b) < unseen(a) ? b : a));
  const rise = unseen(now) - unseen(best);
  return { best, harder: Number.isFinite(rise) && rise >= CLEARLY_HARDER };
}

/** Whether unseen text has got clearly harder by the last checkpoint. */
export function gotHarder(checkpoints: readonly Checkpoint[]): boolean {
  const now = checkpoints.at(-1);
  return now !== undefined && sinceBest(checkpoints, now).harder;
}

/**
 * `checkpoints`: up to the one that is looked at. What was known best counts. `words`: the share of the sample in sight that
 * stands in words of the person, 0 to 1; null where there is no sample or the script has no spaces.
 */
export function toldSoFar(
  checkpoints: readonly Checkpoint[],
  references: ReferenceLosses | null,
  words: number | null = null,
): string {
  const now = checkpoints.at(-1);
  if (now === undefined || references === null) return NOTHING;
  const { best, harder } = sinceBest(checkpoints, now);
  const telling = tellingLines(references);
  const passed = KNOWS.find(([key]) => telling.includes(key) && unseen(best) < references[key]);
  const knows = (passed?.[1] ?? NOTHING) + (passed?.[0] === 'trigram' ? wordsSaid(words) : '');
  if (!harder || !(training(now) < training(best))) return knows;
  // No memory: a tenth of a short text gets harder while more of it is guessed right (docs/style.md).
  const step = best.step.toLocaleString('en');
  return `${knows} Since step ${step} it grows surer of itself than it should be: words it never read surprise it more.`;
}
