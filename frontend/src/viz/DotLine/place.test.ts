import { expect, it } from 'vitest';
import { lineEnds, placeDots } from './place';

it('lines keep their usual ends until a value needs more room', () => {
  expect(lineEnds([0, 24], 14, 11)).toEqual([0, 24]);
  expect(lineEnds([0, 24], 40, 11)[1]).toBeCloseTo(46);
  expect(lineEnds([2, 8], 1, 3)[0]).toBe(1);
});

it('dots stand where their values are, whatever they are', () => {
  const [a, b] = placeDots([0, 100], [58, 0], 250);
  expect(a.share).toBeCloseTo(0.58);
  expect(b.share).toBe(0);
  expect(placeDots([0, 100], [-20, 400], 250).map(({ share }) => share)).toEqual([0, 1]);
  expect(placeDots([5, 5], [5, 5], 250)[0].share).toBe(0.5);
});

it('figures stand over their dots, and lean away from each other when they are close', () => {
  expect(placeDots([0, 100], [20, 80], 250).map(({ anchor }) => anchor)).toEqual([
    'middle',
    'middle',
  ]);
  expect(placeDots([0, 100], [58, 51], 250).map(({ anchor }) => anchor)).toEqual(['start', 'end']);
  expect(placeDots([0, 100], [51, 58], 250).map(({ anchor }) => anchor)).toEqual(['end', 'start']);
  expect(placeDots([0, 100], [50, 50], 250).map(({ anchor }) => anchor)).toEqual(['end', 'start']);
});

it('figures of dots that touch begin beside both', () => {
  expect(placeDots([0, 100], [50, 51], 250).every(({ tight }) => tight)).toBe(true);
  expect(placeDots([0, 100], [50, 60], 250).some(({ tight }) => tight)).toBe(false);
});

it('figures at the ends of the line lean inwards', () => {
  expect(placeDots([0, 100], [0, 100], 250).map(({ anchor }) => anchor)).toEqual(['start', 'end']);
});
