/** What is measured of both texts: the name of each figure, what it means, and the usual ends of its line. */
import type { StyleNumbers, StyleReport } from '@/api/generated';

export interface Measure {
  key: Exclude<keyof StyleNumbers, 'marks' | 'formal_words'>;
  name: string;
  tip: string;
  ends: readonly [number, number];
  /** The ends are those of the measure itself. */
  bounded?: boolean;
  format: (value: number) => string;
  /** What to say of a text in which there is nothing to measure; null where there is. */
  nothing?: (numbers: StyleNumbers) => string | null;
  /** What to say where there is nothing in either. */
  neither?: string;
}

const one = (value: number) => value.toFixed(1);
const two = (value: number) => value.toFixed(2);
const whole = (value: number) => String(Math.round(value));

/** What a comparison opens with, as far as there is something to measure. */
const MAIN_MEASURES: readonly Measure[] = [
  {
    key: 'formality',
    name: 'Formality',
    tip: '50, plus 10 for every formal word (“regarding”), minus 10 for every casual one (“yeah”); 0 to 100, averaged over stretches as long as one page of the machine’s. Both lists are English: in other languages nothing is counted.',
    ends: [0, 100],
    bounded: true,
    format: whole,
    nothing: ({ formal_words }) => (formal_words === 0 ? 'no listed words' : null),
    neither: 'no listed English words',
  },
  {
    key: 'avg_sentence_length',
    name: 'Words a sentence',
    tip: 'Words divided by sentences; a sentence ends at . ! ? or their like in other scripts, or at a blank line. In Chinese and Japanese every character counts as a word.',
    ends: [0, 24],
    format: one,
  },
  {
    key: 'vocab_richness',
    name: 'Word variety',
    tip: 'Different words divided by all words. Long texts repeat more, so both are averaged over stretches as long as one page of the machine’s.',
    ends: [0, 1],
    bounded: true,
    format: two,
  },
];

const MORE: readonly Measure[] = [
  {
    key: 'words_per_mark',
    name: 'Words to a mark',
    tip: 'How many words pass, on average, from one punctuation mark to the next: the breath of a text.',
    ends: [0, 16],
    format: one,
  },
  {
    key: 'avg_word_length',
    name: 'Letters a word',
    tip: 'How long the words are, on average.',
    ends: [2, 8],
    format: one,
  },
];

const SHOWN = 3;

/** Three for the comparison, each with a figure for both texts; what has none for one of them is left to Details. */
export const mainMeasures = ({ original, generated }: StyleReport): Measure[] =>
  [...MAIN_MEASURES, ...MORE]
    .filter(({ nothing }) => [original, generated].every((text) => !nothing?.(text)))
    .slice(0, SHOWN);

/** Those and the others. `unspaced`: where no spaces part words, all of them are cut to one length. */
export const allMeasures = (unspaced: boolean): Measure[] =>
  [...MAIN_MEASURES, ...MORE].filter(({ key }) => !(unspaced && key === 'avg_word_length'));

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five'];

/** Of how much of the machine's writing these are the figures; nothing to say of the page in sight alone. */
export const measuredOn = ({ pages }: StyleReport): string | null =>
  pages > 1 ? `${NUMBERS[pages] ?? pages} pages` : null;
