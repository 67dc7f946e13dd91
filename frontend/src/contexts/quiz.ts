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

/** What a whole round says: of the person's eye and of the machine's hand. */
export function verdictOf({ right, of }: { right: number; of: number }): string {
  if (of === 0) return '';
  if (right === of) return 'You know your own hand: the machine fooled you not once.';
  if (right / of > 0.7) return 'You can tell, mostly. It passed for you once.';
  if (right / of > 0.3) return 'About what a coin would have got: it wears your voice well.';
  return 'It writes more like you than you do. It fooled you nearly every time.';
}
