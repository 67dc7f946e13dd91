/** What the heads of a run do together, in one sentence. Pure. */
import type { Job } from '../attention/useCinemaData';

const listed = (items: readonly string[]) =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** The jobs as what is learned, after "It is learning to". */
const LEARNS: Partial<Record<Job['label'], string>> = {
  previous_character: 'look at the previous character',
  same_character: 'find the same character again',
  first_position: 'hold on to the beginning',
  separators: 'look at spaces and punctuation',
  recent_characters: 'look at the last few characters',
  word_start: 'look back to where the word began',
  positional: 'look a fixed distance back',
  induction: 'find what came next last time',
};
/** The same in as few words as stand below a small picture, after "Where it looks". */
export const LOOKS_AT: Partial<Record<Job['label'], string>> = {
  previous_character: 'the letter before',
  same_character: 'the same letter',
  first_position: 'the beginning',
  separators: 'spaces and marks',
  recent_characters: 'the last letters',
  word_start: 'word beginnings',
  positional: 'a fixed distance',
  induction: 'what came next',
};
/** More than these no one reads while it moves. */
const TOLD = 2;

const NONE =
  'At first every head looks everywhere. Watch for dark lines: a head that found where to look.';

const NONE_FOUND = 'No head found a clear job in this time.';

/** `alive`: the run may still find more. */
export function attentionSentence(jobs: readonly Job[], alive = true): string {
  const strongest = jobs
    .filter(({ found }) => found)
    .toSorted((a, b) => b.score - a.score)
    .flatMap(({ label }) => LEARNS[label] ?? []);
  const told = [...new Set(strongest)].slice(0, TOLD);
  if (told.length === 0) return alive ? NONE : NONE_FOUND;
  return `It ${alive ? 'is learning' : 'has learned'} to ${listed(told)}.`;
}
