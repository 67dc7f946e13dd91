// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { smoothedAt, smoothingRadius, smoothLosses } from './smoothing';

const steps = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** The definition, written the slow way. */
function bySums(at: number[], losses: number[], radius: number): number[] {
  return at.map((step, i) => {
    const since = step - (at[0] ?? 0);
    const reach = Math.min(radius, since, Math.floor(since / 3) + 2);
    const inside = losses.filter(
      (loss, j) => Number.isFinite(loss) && Math.abs((at[j] ?? 0) - step) <= reach,
    );
    if (!Number.isFinite(losses[i])) return Number.NaN;
    return inside.reduce((a, b) => a + b, 0) / inside.length;
  });
}

describe('smoothLosses', () => {
  it('agrees with the definition, gaps included', () => {
    const losses = steps(200).map((step) => 4 / Math.sqrt(step) + Math.sin(step * 1.7) * 0.2);
    losses[50] = Number.NaN;
    losses[51] = Number.POSITIVE_INFINITY;
    const got = [...smoothLosses(steps(200), losses, 200, 12)];
    const want = bySums(steps(200), losses, 12);
    got.forEach((value, i) => {
      if (Number.isNaN(want[i])) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(want[i] ?? 0, 10);
    });
  });

  it('measures its window in steps, so a thinned series is smoothed alike', () => {
    const at = [1, 2, 9, 10, 40, 41, 80];
    const losses = [4, 3.8, 3.5, 3.3, 3, 2.9, 2.5];
    const got = [...smoothLosses(at, losses, at.length, 12)];
    for (const [i, value] of bySums(at, losses, 12).entries())
      expect(got[i]).toBeCloseTo(value, 10);
  });

  it('leaves a straight line straight in the middle and starts at the first loss', () => {
    const losses = steps(100).map((step) => 5 - step / 50);
    const got = smoothLosses(steps(100), losses, 100, 12);
    expect(got[0]).toBe(losses[0]);
    for (let i = 0; i < 80; i++) expect(got[i]).toBeCloseTo(losses[i] ?? 0, 10);
  });

  it('changes nothing further back than a window when a loss arrives', () => {
    const losses = steps(120).map((step) => Math.cos(step));
    const before = smoothLosses(steps(119), losses, 119, 12);
    const after = smoothLosses(steps(120), losses, 120, 12);
    for (let i = 0; i < 119 - 13; i++) expect(after[i]).toBe(before[i]);
  });

  it('reads only the first `length` entries and takes none', () => {
    expect(smoothLosses([1, 2, 0, 0], [3, 3, 99, 99], 2, 12)).toHaveLength(2);
    expect(smoothLosses([1, 2, 3], [3, 3, 99], 2, 12)[1]).toBe(3);
    expect(smoothLosses([], [], 0, 12)).toHaveLength(0);
  });

  it('widens with the run', () => {
    expect(smoothingRadius(500)).toBe(12);
    expect(smoothingRadius(10)).toBe(4);
    expect(smoothingRadius(10_000)).toBe(240);
  });
});

describe('smoothedAt', () => {
  const run = { steps: [1, 2, 4, 8], losses: [4, 3, Number.NaN, 1], length: 4 };

  it('is the bold line at its points and on the straight way between them', () => {
    const data = { steps: steps(60), losses: steps(60).map((step) => 60 - step), length: 60 };
    const bold = smoothLosses(data.steps, data.losses, 60, smoothingRadius(500));
    const at = (step: number) => smoothedAt(data, 500, step);
    expect(at(40)).toBe(bold[39]);
    expect(at(40.25)).toBeCloseTo(0.75 * (bold[39] ?? 0) + 0.25 * (bold[40] ?? 0), 12);
  });

  it('knows nothing before the first point, after the newest, and beside a gap', () => {
    for (const step of [0, 3, 4, 6, 9]) expect(smoothedAt(run, 500, step)).toBeNull();
    expect(smoothedAt(run, 500, 1)).toBe(4);
  });
});
