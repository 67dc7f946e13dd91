/** The rules of "Which is which?": one snippet after the other, an answer, what it was, the score. Pure. */
import type { Snippet } from '@/api/generated';

export type Author = Snippet['source'];

export interface QuizState {
  /** asking: a snippet waits for its answer; told: it was answered; done: all are. */
  phase: 'waiting' | 'asking' | 'told' | 'done';
  snippets: readonly Snippet[];
  /** Of the snippets so far. */
  answers: readonly Author[];
}

export type QuizAction =
  | { type: 'wait' }
  | { type: 'begin'; snippets: readonly Snippet[] }
  | { type: 'answer'; author: Author }
  | { type: 'next' };

export const NO_QUIZ: QuizState = { phase: 'waiting', snippets: [], answers: [] };

export function quizReducer(state: QuizState, action: QuizAction): QuizState {
  switch (action.type) {
    case 'wait':
      return NO_QUIZ;
    case 'begin':
      return { phase: 'asking', snippets: action.snippets, answers: [] };
    case 'answer':
      if (state.phase !== 'asking') return state;
      return { ...state, phase: 'told', answers: [...state.answers, action.author] };
    case 'next':
      if (state.phase !== 'told') return state;
      return { ...state, phase: state.answers.length < state.snippets.length ? 'asking' : 'done' };
  }
}

/** Which snippet is in sight. */
export const placeOf = ({ phase, answers }: QuizState): number =>
  phase === 'told' || phase === 'done' ? answers.length - 1 : answers.length;

export function scoreOf({ snippets, answers }: QuizState): { right: number; of: number } {
  const right = answers.filter((author, i) => snippets[i]?.source === author).length;
  return { right, of: snippets.length };
}

/** What is said about one answer. */
export function remarkOf(answer: Author, source: Author): string {
  if (source === 'original') {
    return answer === 'original' ? 'Right, these are your words.' : 'No, you wrote this yourself.';
  }
  return answer === 'machine'
    ? 'Right, the machine made this up.'
    : 'No, the machine wrote this. It passed for you.';
}

const times = (count: number): string =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;

/** Below this share of right answers, tossing a coin would probably have done better. */
const GUESSED = 0.5;

/** What a whole round says to the author of the text: which way each miss went. */
export function verdictOf({ snippets, answers }: QuizState): string {
  const missed = (source: Author) =>
    snippets.filter((snippet, i) => snippet.source === source && answers[i] !== source).length;
  const [passed, mistaken, of] = [missed('machine'), missed('original'), snippets.length];
  if (of === 0) return '';
  const theirs = `The machine passed for you ${times(passed)}`;
  const yours = `you were taken for a machine ${times(mistaken)}`;
  const coin = (of - passed - mistaken) / of < GUESSED ? ' A coin does better on average.' : '';
  if (passed === 0 && mistaken === 0) return 'All told apart: the machine never passed for you.';
  if (mistaken === 0) return `${theirs}; you were never taken for a machine.${coin}`;
  if (passed === 0) return `The machine never passed for you, but ${yours}.${coin}`;
  return `${theirs}, and ${yours}.${coin}`;
}
