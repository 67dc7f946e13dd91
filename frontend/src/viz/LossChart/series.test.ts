// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  blindLoss,
  buildSeries,
  lossAt,
  lowestUntil,
  nearestCheckpoint,
  unseenAt,
  unseenLine,
} from './series';

const data = {
  steps: Float64Array.from([1, 2, 3, 4, 0, 0]),
  losses: Float64Array.from([4, 3.9, 3.8, 3.7, 0, 0]),
  length: 4,
  checkpoints: [
    { step: 0, trainLoss: 4.2, valLoss: 4.25 },
    { step: 4, trainLoss: 3.65, valLoss: null },
  ],
};

describe('buildSeries', () => {
  it('starts the bold line at checkpoint 0 and ignores what is not filled yet', () => {
    const series = buildSeries(data, 500, 600);
    expect(series.bold.steps).toEqual([0, 1, 2, 3, 4]);
    expect(series.bold.losses[0]).toBe(4.2);
    expect(series.newest).toBe(4);
    // The losses of training text at the checkpoints are not drawn, so they take no room.
    expect(series.lowest).toBeCloseTo(3.85);
    expect(series.highest).toBe(4.25);
    expect([series.lowestRaw, series.highestRaw]).toEqual([3.7, 4.25]);
  });

  it('is empty without data', () => {
    const series = buildSeries({ steps: [], losses: [], length: 0, checkpoints: [] }, 500, 600);
    expect(series.newest).toBe(0);
    expect(series.lowest).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('lossAt', () => {
  const line = { steps: [0, 10, 20, 30], losses: [4, 3, Number.NaN, 1] };
  it('interpolates, across gaps too, and holds the ends', () => {
    expect(lossAt(line, 5)).toBe(3.5);
    expect(lossAt(line, 10)).toBe(3);
    expect(lossAt(line, 20)).toBe(2);
    expect(lossAt(line, -3)).toBe(4);
    expect(lossAt(line, 99)).toBe(1);
    expect(lossAt({ steps: [], losses: [] }, 3)).toBeNull();
    expect(lossAt({ steps: [1], losses: [Number.NaN] }, 3)).toBeNull();
  });
});

describe('looking things up', () => {
  it('finds the nearest checkpoint', () => {
    expect(nearestCheckpoint(data.checkpoints, 1)?.step).toBe(0);
    expect(nearestCheckpoint(data.checkpoints, 300)?.step).toBe(4);
    expect(nearestCheckpoint([], 300)).toBeNull();
  });

  it('knows the newest loss of unseen text up to a step', () => {
    const points = [
      { step: 0, trainLoss: 4, valLoss: 4.1 },
      { step: 50, trainLoss: 2, valLoss: 3 },
      { step: 100, trainLoss: 1, valLoss: null },
    ];
    expect(unseenAt(points, 49)).toBe(4.1);
    expect(unseenAt(points, 50)).toBe(3);
    expect(unseenAt(points, 100)).toBeNull();
    expect(unseenAt([], 100)).toBeNull();
    expect(lowestUntil(points, 49)).toBe(4.1);
    expect(lowestUntil([...points, { step: 120, trainLoss: 1, valLoss: 9 }], 130)).toBe(3);
    expect(lowestUntil([], 100)).toBeNull();
    expect(unseenLine(points, 100, () => 1)).toEqual({ steps: [0, 50], losses: [4.1, 3] });
    expect(unseenLine(points, 100, (step) => (step === 50 ? 0.5 : 1)).losses[1]).toBeCloseTo(3.55);
    expect(unseenLine(points, 40, () => 1).steps).toEqual([0]);
  });

  it('starts at the line that cannot be passed, whichever is the highest', () => {
    const line = (value: number, passedLabel: string | null) => ({
      ...{ key: String(value), value, passedLabel, label: '', shortLabel: '', hint: '' },
    });
    expect(blindLoss([line(3.3, null), line(3.5, 'x')])).toBe(3.3);
    expect(blindLoss([line(3.3, 'x'), line(3.5, 'x')])).toBe(3.5);
    expect(blindLoss([])).toBeNull();
  });
});
