/** The measures of likeness, named and explained, in the order in which they are shown. Pure. */
import type { Similarity } from '@/api/generated';
import { percentOf } from '@/components/shared/percent';

export interface Likeness {
  key: keyof Similarity;
  name: string;
  tip: string;
  share: number;
  /** The one that sums the others up. */
  main: boolean;
}

const WORDS: readonly [keyof Similarity, string, string][] = [
  ['overall', 'All in all', 'The mean of the measures below.'],
  [
    'triples',
    'Letter triples',
    'How alike the counts of three letters in a row are: the sound of a text.',
  ],
  [
    'common_words',
    'Common words',
    'How alike the rates of the commonest words are: the, and, so, but.',
  ],
  [
    'punctuation',
    'Mix of marks',
    'How alike the shares of the punctuation marks are: so many commas to a full stop. How many there are in all does not count here.',
  ],
  ['word_lengths', 'Word lengths', 'How alike the shares of short, middling and long words are.'],
];

/** `unspaced`: where no spaces part words, all of them are cut to one length. */
export const likenesses = (similarity: Similarity, unspaced = false): Likeness[] =>
  WORDS.filter(([key]) => !(unspaced && key === 'word_lengths')).map(([key, name, tip]) => ({
    ...{ key, name, tip },
    share: similarity[key],
    main: key === 'overall',
  }));

/** The likeness in a sentence: all in all, over how many `pages` where it is not the one in sight, and what it comes from. */
export function likenessAloud(
  similarity: Similarity,
  unspaced = false,
  pages: string | null = null,
): string {
  const parts = likenesses(similarity, unspaced).filter(({ main }) => !main);
  const [most, ...rest] = parts.toSorted((a, b) => b.share - a.share);
  const least = rest.at(-1);
  const where = pages === null ? 'All in all' : `Measured over ${pages},`;
  const all = `${where} it is ${percentOf(similarity.overall)} like you`;
  if (!most || !least) return `${all}.`;
  const said = ({ name, share }: Likeness) => `${name.toLowerCase()} (${percentOf(share)})`;
  return `${all}: closest in ${said(most)}, furthest in ${said(least)}.`;
}

/** The longest of all bars, so that it fills its place; never 0. */
export const largest = (items: readonly { person: number; machine: number }[]): number =>
  Math.max(...items.flatMap(({ person, machine }) => [person, machine]), 0) || 1;
