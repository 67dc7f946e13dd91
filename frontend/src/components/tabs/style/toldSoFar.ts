/** What a run knows of the person by now, in one sentence: which of the honest lines unseen text has passed. Pure. */
import type { ReferenceLosses } from '@/api/generated';
import { tellingLines } from '@/contexts/milestones';
import type { Checkpoint } from '@/viz/LossChart/types';

const KNOWS: readonly (readonly [keyof ReferenceLosses, string])[] = [
  ['trigram', 'It knows what you write after any two letters: now words of yours come up.'],
  ['bigram', 'It knows which letter you put after which: now it sounds like a language.'],
  ['unigram', 'It knows which letters you use most. Their order is still chance.'],
];
const NOTHING = 'It knows nothing of you yet: every letter is a guess.';
/** Unseen text must have got harder by so much, in nats: less is noise of the estimate. */
const CLEARLY_HARDER = 0.1;

const unseen = ({ valLoss }: Checkpoint): number => valLoss ?? Number.POSITIVE_INFINITY;
const training = ({ trainLoss }: Checkpoint): number => trainLoss ?? Number.POSITIVE_INFINITY;

/** `checkpoints`: up to the one that is looked at. What was known best counts. */
export function toldSoFar(
  checkpoints: readonly Checkpoint[],
  references: ReferenceLosses | null,
): string {
  const now = checkpoints.at(-1);
  if (now === undefined || references === null) return NOTHING;
  const best = checkpoints.reduce((a, b) => (unseen(b) < unseen(a) ? b : a));
  const rise = unseen(now) - unseen(best);
  const harder = Number.isFinite(rise) && rise >= CLEARLY_HARDER;
  if (harder && training(now) < training(best)) {
    const step = best.step.toLocaleString('en');
    return `Now it learns your text by heart: since step ${step} unseen words of yours got harder for it.`;
  }
  const telling = tellingLines(references);
  const passed = KNOWS.find(([key]) => telling.includes(key) && unseen(best) < references[key]);
  return passed?.[1] ?? NOTHING;
}
