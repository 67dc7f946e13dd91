/** The four honest lines beside the loss, with names that a beginner understands. */
import type { ReferenceLosses } from '@/api/generated';
import type { Reference } from '@/viz/LossChart/types';

const WORDS = [
  ['uniform', 'blind guessing', 'guessing', 'every character equally likely'],
  ['unigram', 'knows the letters', 'letters', 'e is common, z is rare'],
  ['bigram', 'knows pairs', 'pairs', 'after q comes u'],
  ['trigram', 'knows triples', 'triples', 'after th comes e'],
] as const;

export function referencesOf(losses: ReferenceLosses | null): Reference[] {
  if (losses === null) return [];
  return WORDS.map(([key, label, shortLabel, hint]) => ({
    ...{ key, label, shortLabel, hint },
    value: losses[key],
    // Nobody can do worse than guess on purpose: the first line is where it starts.
    passedLabel: key === 'uniform' ? null : label,
  }));
}
