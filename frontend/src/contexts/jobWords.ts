/** What a head does, in words: for cards, for the timeline, and for whoever never heard of heads. Pure. */
import type { HeadJob } from '@/api/generated';

export type HeadLabel = HeadJob['label'];

export interface JobWords {
  does: string;
  /** For the timeline: what happens when it begins. */
  finds: string;
  /** How the score is to be read, beside it. */
  meaning: string;
  /** The job, told to somebody who never heard of one. */
  explains: string;
  /** How the score is to be read, and what it takes for the name. */
  score: string;
}

/** As backend/training/heads.py has them (CLEAR_SCORE, DIFFUSE_SCORE, and both less KEEPING); a test there compares. */
const TAKES = 'From 0.30 on a head gets this name, and keeps it down to 0.20.';
const TAKES_EVEN = 'From 0.85 on a head gets this name, and keeps it down to 0.75.';

const SCALE = 'its score: 0 is an even look, 1 is all of its attention there';
const BEYOND_CHANCE = `Score: 0 is what an even look would give there, 1 is all of its attention. ${TAKES}`;

const JOBS: Record<HeadLabel, JobWords> = {
  previous_character: {
    does: 'looks at the previous character',
    finds: 'finds the previous character',
    meaning: SCALE,
    explains: 'From each character it looks back at the one just before it.',
    score: BEYOND_CHANCE,
  },
  same_character: {
    does: 'looks for the same character',
    finds: 'finds the same character',
    meaning: SCALE,
    explains: 'It looks back at earlier places where the very same character stands.',
    score: BEYOND_CHANCE,
  },
  first_position: {
    does: 'parks on the first character',
    finds: 'parks at the start',
    meaning: SCALE,
    explains:
      'It leaves its look on the very first character: a place to rest when nothing else is worth it.',
    score: BEYOND_CHANCE,
  },
  word_start: {
    does: 'looks back to the start of the word',
    finds: 'finds word starts',
    meaning: SCALE,
    explains: 'Inside a word it looks back at the word’s first letter.',
    score: BEYOND_CHANCE,
  },
  separators: {
    does: 'looks at spaces and punctuation',
    finds: 'finds spaces and punctuation',
    meaning: SCALE,
    explains: 'It looks back at spaces and punctuation: where words and sentences end.',
    score: BEYOND_CHANCE,
  },
  recent_characters: {
    does: 'looks at the last few characters',
    finds: 'looks close by',
    meaning: SCALE,
    explains: 'It shares its look among the three characters just before.',
    score: BEYOND_CHANCE,
  },
  positional: {
    does: 'looks a fixed distance back',
    finds: 'keeps its distance',
    meaning: 'its score: 0 is an even look, 1 goes by distance alone',
    explains: 'It goes by distance alone: so many characters back, whatever stands there.',
    score: `Score: how much better distance explains its look than an even look does; 1 is all of it. ${TAKES}`,
  },
  induction: {
    does: 'looks for what came after it last time',
    finds: 'finds repeats',
    meaning: SCALE,
    explains:
      'It finds where this character stood before and looks at what came next then: how a model repeats what it has read.',
    score: BEYOND_CHANCE,
  },
  diffuse: {
    does: 'spreads its look evenly',
    finds: 'spreads its look',
    meaning: 'its score: as even as a look can be is 1',
    explains:
      'It looks at every character about equally: nothing is worth more to it than the rest.',
    score: `Score: 1 is perfectly even. ${TAKES_EVEN}`,
  },
  mixed: {
    does: 'no clear job',
    finds: 'gives up its job',
    meaning: 'is its best score: no job stands out',
    explains:
      'Of the nine ways to look that are measured, none fits it clearly: it may do a little of several.',
    score:
      'Score: its best of those that look somewhere. A name takes 0.30, and 0.10 more than the next; a head that has one keeps it down to 0.20.',
  },
};

const WORD = /[\p{L}\p{M}\p{N}]/u;

/** What stands between the words of a text: "spaces and punctuation", or the one or two kinds that it has. */
export function separatorsOf(text: string): string {
  const between = [...new Set(text)].filter((character) => !WORD.test(character));
  const spaces = between.some((character) => character !== '\n' && /\s/u.test(character));
  const ends = between.includes('\n');
  const marks = between.some((character) => !/\s/u.test(character));
  if (spaces && marks) return 'spaces and punctuation';
  const kinds = [spaces && 'spaces', marks && 'punctuation', ends && 'line ends'];
  return kinds.filter(Boolean).join(' and ') || 'spaces and punctuation';
}

/** The words for a job; a head that looks at separators is told by those that the measured text has. */
export function jobWords(label: HeadLabel, text: string): JobWords {
  const words = JOBS[label];
  if (label !== 'separators') return words;
  const there = separatorsOf(text);
  return {
    ...words,
    does: `looks at ${there}`,
    finds: `finds ${there}`,
    explains: `It looks back at ${there}: where ${there === 'line ends' ? 'lines' : 'words and sentences'} end.`,
  };
}
