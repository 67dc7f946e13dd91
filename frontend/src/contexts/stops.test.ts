// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { floorIndex, missingStops, withStop } from './stops';

const STOPS = [0, 1, 2, 4, 8, 16];

describe('stops', () => {
  it('finds the last stop not after a step', () => {
    expect([-1, 0, 3, 4, 7.9, 99].map((step) => floorIndex(STOPS, step))).toEqual([
      -1, 0, 2, 3, 3, 5,
    ]);
  });

  it('adds a stop at its place and leaves a known one alone', () => {
    expect(withStop([0, 4], 2)).toEqual([0, 2, 4]);
    expect(withStop([], 2)).toEqual([2]);
    expect(withStop(STOPS, 4)).toBe(STOPS);
  });

  it('walks over every stop once, far apart ones first', () => {
    const many = Array.from({ length: 40 }, (_, i) => i * 10);
    const order = [...missingStops(many)];
    expect(order.slice(0, 4)).toEqual([0, 160, 320, 80]);
    expect(order.toSorted((a, b) => a - b)).toEqual(many);
  });
});
