/** What a run knows of the person by now, in one sentence: which of the honest lines unseen text has passed. Pure. */
import type { ReferenceLosses } from '@/api/generated';
import { tellingLines } from '@/contexts/milestones';

const KNOWS: readonly (readonly [keyof ReferenceLosses, string])[] = [
  ['trigram', 'It knows what you write after any two letters: now words of yours come up.'],
  ['bigram', 'It knows which letter you put after which: now it sounds like a language.'],
  ['unigram', 'It knows which letters you use most. Their order is still chance.'],
];
const NOTHING = 'It knows nothing of you yet: every letter is a guess.';

/** `unseen`: loss on the person's held-out words; null before it was measured. */
export function toldSoFar(unseen: number | null, references: ReferenceLosses | null): string {
  if (unseen === null || references === null) return NOTHING;
  const telling = tellingLines(references);
  const passed = KNOWS.find(([key]) => telling.includes(key) && unseen < references[key]);
  return passed?.[1] ?? NOTHING;
}
