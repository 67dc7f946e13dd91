import { expect, it } from 'vitest';
import { levelOf, paragraphsOf } from './pieces';

const flat = (paragraphs: ReturnType<typeof paragraphsOf>) =>
  paragraphs.map(({ pieces }) =>
    pieces.map(({ ids, stretches }) => [stretches.map(({ text }) => text).join(''), ...ids]),
  );

it('parts paragraphs at line ends and keeps every other character in its place', () => {
  const paragraphs = paragraphsOf('\nab\n\n\ncd\n', []);
  expect(flat(paragraphs)).toEqual([[['ab']], [['cd']]]);
  expect(paragraphs.map(({ start }) => start)).toEqual([1, 6]);
});

it('marks phrases by code points, also after letters of two halves', () => {
  expect(flat(paragraphsOf('𠀀 let me', [{ id: 4, start: 2, end: 8 }]))).toEqual([
    [['𠀀 '], ['let me', 4]],
  ]);
});

it('names the longest phrase first where two lie over each other', () => {
  const ranges = [
    { id: 0, start: 4, end: 6 },
    { id: 1, start: 0, end: 6 },
  ];
  expect(flat(paragraphsOf('let me know', ranges))).toEqual([
    [['let ', 1], ['me', 1, 0], [' know']],
  ]);
});

it('keeps two neighbouring uses of one phrase apart', () => {
  const ranges = [
    { id: 3, start: 0, end: 3 },
    { id: 3, start: 3, end: 6 },
  ];
  const [paragraph] = paragraphsOf('yesyes', ranges);
  expect(paragraph?.pieces.map(({ start }) => start)).toEqual([0, 3]);
});

it('joins characters of about the same sureness', () => {
  const [paragraph] = paragraphsOf('abc', [], [0.95, 0.93, 0.02]);
  expect(paragraph?.pieces[0]?.stretches).toEqual([
    { start: 0, text: 'ab', level: 5 },
    { start: 2, text: 'c', level: 0 },
  ]);
});

it('levels rise with the probability, from none to full', () => {
  const levels = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map(levelOf);
  expect(levels[0]).toBe(0);
  expect(levels.at(-1)).toBe(5);
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
});

it('names a run that is to come last behind a shorter phrase within it', () => {
  const ranges = [
    { id: 0, start: 4, end: 6 },
    { id: 1, start: 0, end: 6, last: true },
  ];
  expect(flat(paragraphsOf('let me know', ranges))).toEqual([
    [['let ', 1], ['me', 0, 1], [' know']],
  ]);
});
