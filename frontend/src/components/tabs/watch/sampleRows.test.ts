import { describe, expect, it } from 'vitest';
import { expectedSteps, sampleRows, stagedSample } from './sampleRows';
import { nearestTop } from './useFollowing';
import { rowWindow } from './useRowWindow';

const sample = (step: number) => ({ step, text: `at ${step}`, prompt: '', quality: '' });

describe('expectedSteps', () => {
  it('is every checkpoint and the last step, once', () => {
    expect(expectedSteps(100, 50)).toEqual([0, 50, 100]);
    expect(expectedSteps(120, 50)).toEqual([0, 50, 100, 120]);
    expect(expectedSteps(10, 500)).toEqual([0, 10]);
  });
});

it('sampleRows keeps places for what is to come and adds single steps between', () => {
  const rows = sampleRows([sample(0), sample(50), sample(51)], [0, 50, 100]);
  expect(rows.map(({ step, sample: found }) => [step, found?.text ?? null])).toEqual([
    [0, 'at 0'],
    [50, 'at 50'],
    [51, 'at 51'],
    [100, null],
  ]);
});

it('stagedSample is the newest one, or the one of the step that is looked at', () => {
  const samples = [sample(0), sample(50), sample(100)];
  expect(stagedSample(samples, null)?.step).toBe(100);
  expect(stagedSample(samples, 50)?.step).toBe(50);
  expect(stagedSample(samples, 99)?.step).toBe(50);
  expect(stagedSample([], null)).toBeNull();
});

it('nearestTop moves no further than it must', () => {
  expect(nearestTop(0, 320, 5, 32)).toBe(0);
  // Row 10 ends 8 + 11 * 32 px down; 8 more are kept free below it.
  expect(nearestTop(0, 320, 10, 32)).toBe(48);
  expect(nearestTop(320, 320, 4, 32)).toBe(128);
});

describe('rowWindow', () => {
  it('holds all of a short list and always what is in view of a long one', () => {
    expect(rowWindow(0, 320, 200, 32)).toEqual({ from: 0, to: 200 });
    for (let top = 0; top < 9990 * 32; top += 12_345) {
      const { from, to } = rowWindow(top, 320, 10_001, 32);
      expect(from).toBeLessThanOrEqual(top / 32);
      expect(to).toBeGreaterThanOrEqual(Math.min(10_001, (top + 320) / 32));
      expect(to - from).toBeLessThan(120);
    }
  });
});
