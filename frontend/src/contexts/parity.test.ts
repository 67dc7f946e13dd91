import { expect, it } from 'vitest';
import { largestDifference } from './parity';

const OURS = [
  [0.5, 0.25, 0.25],
  [0.1, 0.2, 0.7],
];

it('finds the largest difference and where it is', () => {
  const theirs = OURS.map((row) => Float64Array.from(row));
  expect(largestDifference(OURS, theirs)).toMatchObject({ largest: 0 });
  theirs[1]?.set([0.15, 0.2, 0.65]);
  theirs[0]?.set([0.5, 0.24, 0.26]);
  const { largest, ...where } = largestDifference(OURS, theirs);
  expect(largest).toBeCloseTo(0.05, 12);
  expect(where).toEqual({ position: 1, token: 0, ours: 0.1, theirs: 0.15 });
  expect(largestDifference(theirs, OURS)).toMatchObject({ ours: 0.15, theirs: 0.1 });
});

it('takes what is not a number for as far apart as can be', () => {
  const theirs = [OURS[0] ?? [], [0.9, Number.NaN, 0.1]];
  expect(largestDifference(OURS, theirs)).toMatchObject({
    ...{ largest: Number.POSITIVE_INFINITY, position: 1, token: 1 },
  });
  expect(largestDifference([[Number.NaN]], [[Number.NaN]]).largest).toBe(Number.POSITIVE_INFINITY);
});

it('refuses to compare what is not alike, or nothing', () => {
  expect(() => largestDifference(OURS, OURS.slice(1))).toThrow('2 places cannot be held against 1');
  const short = [OURS[0] ?? [], [0.5, 0.5]];
  expect(() => largestDifference(OURS, short)).toThrow('3 tokens cannot be held against 2');
  expect(() => largestDifference([], [])).toThrow('nothing to compare');
});
