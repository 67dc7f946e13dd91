/** The honest lines beside the loss that mean something for a text, with names that a beginner understands. */
import type { ReferenceLosses } from '@/api/generated';
import { tellingLines } from '@/contexts/milestones';
import type { Reference } from '@/viz/LossChart/types';

const WORDS = [
  ['uniform', 'blind guessing', 'guessing', 'every character equally likely'],
  ['unigram', 'knows the letters', 'letters', 'e is common, z is rare'],
  ['bigram', 'knows pairs', 'pairs', 'after q comes u'],
  ['trigram', 'knows triples', 'triples', 'after th comes e'],
] as const;

export function referencesOf(losses: ReferenceLosses | null): Reference[] {
  if (losses === null) return [];
  const telling = tellingLines(losses);
  return WORDS.filter(([key]) => telling.includes(key)).map(([key, label, shortLabel, hint]) => ({
    ...{ key, label, shortLabel, hint },
    value: losses[key],
    // Nobody can do worse than guess on purpose: the first line is where it starts.
    passedLabel: key === 'uniform' ? null : label,
  }));
}
