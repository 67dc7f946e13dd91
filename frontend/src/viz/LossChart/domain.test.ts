// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { lossDomain, lossTicks, stepTicks, tickText } from './domain';

const REFERENCES = [4.19, 3.24, 2.49, 2.11];

describe('lossDomain', () => {
  it('rests on the references while the data stay between them', () => {
    const rest = lossDomain(REFERENCES, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect(rest[0]).toBeLessThan(2.11);
    expect(rest[1]).toBeGreaterThan(4.19);
    expect(lossDomain(REFERENCES, 2.3, 4.2)).toEqual(rest);
  });

  it('has room for weights that are still random, a little above blind guessing', () => {
    const idle = lossDomain(REFERENCES, Number.NaN, Number.NaN, 4.19);
    expect(lossDomain(REFERENCES, 4.19, 4.19 * 1.053, 4.19)).toEqual(idle);
    expect(idle[1]).toBeLessThan(4.5);
  });

  it('leaves a way to fall where the lines lie close together', () => {
    const [low, high] = lossDomain([3.33, 3.28], Number.NaN, Number.NaN, 3.33);
    expect((3.33 - low) / (high - low)).toBeGreaterThan(0.7);
  });

  it('never goes below zero, where no loss is', () => {
    expect(lossDomain([0], Number.NaN, Number.NaN, 0)).toEqual([0, 0.1]);
  });

  it('makes room below in notches', () => {
    const low = lossDomain(REFERENCES, 1.6, 4.2)[0];
    expect(low).toBe(1.5);
    expect(lossDomain(REFERENCES, 1.55, 4.2)[0]).toBe(low);
    expect(lossDomain(REFERENCES, 0.01, 4.2)[0]).toBe(0);
  });

  it('makes room above, up to two and a half times blind guessing', () => {
    expect(lossDomain(REFERENCES, 2.3, 5.1)[1]).toBe(5.25);
    expect(lossDomain(REFERENCES, 2.3, 1e9)[1]).toBeCloseTo(4.19 * 2.5);
  });

  it('is a proper range whatever it is given', () => {
    for (const [low, high] of [
      lossDomain([], Number.NaN, Number.NaN),
      lossDomain([2], 2, 2),
      lossDomain([], 0.5, 0.5),
    ]) {
      expect(high).toBeGreaterThan(low);
    }
  });
});

describe('ticks', () => {
  it('marks 2, 3 and 4 on the usual range', () => {
    expect(lossTicks([1.95, 4.3])).toEqual([2, 3, 4]);
    expect(lossTicks([1.95, 4.3]).map(tickText)).toEqual(['2.0', '3.0', '4.0']);
  });

  it('has two to five inside any range', () => {
    for (const domain of [
      [0, 10.5],
      [2, 2.4],
      [0, 0.9],
      [1.1, 7.7],
    ] as const) {
      const ticks = lossTicks(domain);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(5);
      for (const tick of ticks) {
        expect(tick).toBeGreaterThanOrEqual(domain[0]);
        expect(tick).toBeLessThanOrEqual(domain[1]);
      }
      expect(new Set(ticks.map(tickText)).size).toBe(ticks.length);
    }
  });

  it('marks the steps from first to last', () => {
    expect(stepTicks(500, false)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(stepTicks(500, true)).toEqual([0, 250, 500]);
    expect(stepTicks(10_000, false)).toEqual([0, 2000, 4000, 6000, 8000, 10_000]);
    expect(stepTicks(10, false)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(stepTicks(1, false)).toEqual([0, 1]);
  });

  it('drops a mark that would touch the last one', () => {
    expect(stepTicks(510, false)).toEqual([0, 200, 510]);
    for (let last = 10; last < 10_000; last += 37) {
      const ticks = stepTicks(last, false);
      expect(ticks.at(-1)).toBe(last);
      expect(last - (ticks.at(-2) ?? 0)).toBeGreaterThan(last / 12);
    }
  });
});
