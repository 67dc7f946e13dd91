import { expect, it } from 'vitest';
import {
  NO_QUIZ,
  placeOf,
  type QuizAction,
  quizReducer,
  remarkOf,
  scoreOf,
  verdictOf,
} from './quiz';

const SNIPPETS = (['original', 'machine', 'machine'] as const).map((source, i) => ({
  text: `snippet ${i}`,
  source,
}));
const played = (...actions: QuizAction[]) =>
  actions.reduce(quizReducer, quizReducer(NO_QUIZ, { type: 'begin', snippets: SNIPPETS }));
const you = { type: 'answer', author: 'original' } as const;
const machine = { type: 'answer', author: 'machine' } as const;
const next = { type: 'next' } as const;

it('asks, tells, and goes on to the next', () => {
  expect(played()).toMatchObject({ phase: 'asking', answers: [] });
  expect(played(you)).toMatchObject({ phase: 'told', answers: ['original'] });
  expect(placeOf(played(you))).toBe(0);
  expect(placeOf(played(you, next))).toBe(1);
  expect(played(you, next).phase).toBe('asking');
});

it('takes one answer a snippet and goes on only once it was given', () => {
  expect(played(you, machine).answers).toEqual(['original']);
  expect(played(next).phase).toBe('asking');
  expect(quizReducer(NO_QUIZ, you)).toBe(NO_QUIZ);
});

it('ends after the last with the score', () => {
  const end = played(you, next, you, next, machine, next);
  expect(end.phase).toBe('done');
  expect(placeOf(end)).toBe(2);
  expect(scoreOf(end)).toEqual({ right: 2, of: 3 });
  expect(quizReducer(end, { type: 'wait' })).toBe(NO_QUIZ);
});

it('says of every answer something of its own', () => {
  const remarks = (['original', 'machine'] as const).flatMap((answer) =>
    (['original', 'machine'] as const).map((source) => remarkOf(answer, source)),
  );
  expect(new Set(remarks).size).toBe(4);
});

it.each([
  [[you, machine, machine], 'All told apart: the machine never passed for you.'],
  [[you, you, machine], 'The machine passed for you once; you were never taken for a machine.'],
  [
    [machine, machine, machine],
    'The machine never passed for you, but you were taken for a machine once.',
  ],
  [
    [machine, you, you],
    'The machine passed for you twice, and you were taken for a machine once. A coin does better on average.',
  ],
])('tells which way the misses went: %#', (answers, told) => {
  expect(verdictOf(played(...answers.flatMap((answer) => [answer, next])))).toBe(told);
});

it('has no verdict on nothing', () => {
  expect(verdictOf(NO_QUIZ)).toBe('');
});
