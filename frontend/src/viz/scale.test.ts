// @vitest-environment node
import { expect, it } from 'vitest';
import { linearScale } from './scale';

it('leads from figures to pixels and back, past both ends too', () => {
  const y = linearScale([1, 3], [200, 0]);
  expect([y(1), y(2), y(3), y(4)]).toEqual([200, 100, 0, -100]);
  expect([y.invert(200), y.invert(50), y.invert(-100)]).toEqual([1, 2.5, 4]);
});

it('has the middle for a range without width', () => {
  const x = linearScale([0, 0], [10, 30]);
  expect(x(0)).toBe(20);
  expect(x.invert(12)).toBe(0);
});
