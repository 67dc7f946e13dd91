// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { keepExtremes } from './downsample';

const steps = Array.from({ length: 10_000 }, (_, i) => i + 1);
const losses = steps.map((step) => 3 + Math.sin(step * 12.9898) * 0.5 - step / 10_000);

describe('keepExtremes', () => {
  it('keeps the highest and the lowest of all, in order, with few points', () => {
    const spiky = losses.slice();
    spiky[4321] = 9;
    spiky[8765] = 0.1;
    const { steps: kept, losses: values } = keepExtremes(steps, spiky, 10_000, 20);
    expect(Math.max(...values)).toBe(9);
    expect(Math.min(...values)).toBe(0.1);
    expect(kept.length).toBeLessThanOrEqual(2 * (10_000 / 20 + 1));
    for (let i = 1; i < kept.length; i++) expect(kept[i]).toBeGreaterThan(kept[i - 1] ?? 0);
    expect(values).toEqual(kept.map((step) => spiky[step - 1]));
  });

  it('is stable: appending changes the last bucket alone', () => {
    for (const length of [1, 19, 20, 21, 5003]) {
      const before = keepExtremes(steps, losses, length, 20);
      const after = keepExtremes(steps, losses, length + 1, 20);
      const bucket = Math.floor((steps[length] ?? 0) / 20) * 20;
      const settled = before.steps.filter((step) => step < bucket);
      expect(after.steps.slice(0, settled.length)).toEqual(settled);
    }
  });

  it('keeps every point when a bucket is one step', () => {
    expect(keepExtremes(steps, losses, 50, 1).steps).toEqual(steps.slice(0, 50));
  });

  it('turns what is not finite into one gap', () => {
    const { losses: kept } = keepExtremes(
      [1, 2, 3, 4, 5],
      [Number.NaN, 3, Number.NaN, Number.POSITIVE_INFINITY, 2],
      5,
      1,
    );
    expect(kept).toEqual([3, Number.NaN, 2]);
  });

  it('takes an empty series', () => {
    expect(keepExtremes([], [], 0, 4)).toEqual({ steps: [], losses: [] });
  });
});
