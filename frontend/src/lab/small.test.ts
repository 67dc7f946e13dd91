import { createEngine, DEFAULTS, type Engine } from 'microgpt';
import { describe, expect, it } from 'vitest';
import { Grader } from './grading';
import { Jobs } from './jobs';
import { measuring } from './measuring';
import { GRAPH_LIMIT, longestGraph, parameterCount, parameterParts } from './size';
import { Meter, Pacer } from './speed';

describe('Grader', () => {
  const grader = new Grader(['anna', 'hanna', 'nora']);
  it('knows what is in the list, what could be, and what could not', () => {
    expect(grader.grade('anna')).toBe('real');
    expect(grader.grade('hanora')).toBe('noise');
    expect(new Grader(['anna', 'hann', 'annx']).grade('hanna')).toBe('plausible');
    expect(grader.grade('')).toBe('noise');
  });
  it('minds how a name begins and ends', () => {
    expect(grader.grade('ann')).toBe('noise');
    expect(grader.grade('nna')).toBe('noise');
  });
});

describe('parameterCount', () => {
  it.each([
    [{ nEmbd: 16, nHead: 4, nLayer: 1, blockSize: 16 }, 27],
    [{ nEmbd: 12, nHead: 3, nLayer: 3, blockSize: 5 }, 4],
  ])('counts what the toolbox makes of %o', (shape, vocabSize) => {
    const chars = Array.from({ length: vocabSize - 1 }, (_, i) => String.fromCodePoint(97 + i));
    const engine = createEngine([chars.join('')], shape);
    expect(parameterCount(shape, vocabSize)).toBe(engine.parameterCount);
    const names = engine.parameters().map(({ name }) => name.replace(/^layers\.\d+\./, ''));
    expect(
      parameterParts(shape, vocabSize)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...new Set(names)].sort());
  });
});

describe('longestGraph', () => {
  it('lets the shipped model be taught from, and the largest not', () => {
    expect(longestGraph(DEFAULTS, 27, 15)).toBeLessThan(GRAPH_LIMIT / 10);
    const large = { ...DEFAULTS, nEmbd: 64, nHead: 8, nLayer: 4, blockSize: 32 };
    expect(longestGraph(large, 27, 40)).toBeGreaterThan(GRAPH_LIMIT);
  });
});

describe('Meter', () => {
  it('says nothing before it knows, then the median of short slices', () => {
    const meter = new Meter();
    for (const tokens of [50, 1, 40]) {
      expect(meter.rate).toBeNull();
      meter.add(tokens, 100);
    }
    expect(meter.rate).toBe(400);
    meter.add(2, 100);
    meter.add(45, 100);
    expect(meter.rate).toBe(400);
  });
  it('believes the training more than a trial, and a trial when it is whole', () => {
    const meter = new Meter();
    for (let i = 0; i < 7; i++) {
      expect(meter.isKnown).toBe(false);
      expect(meter.rate).toBeNull();
      meter.try(100, 100);
    }
    expect(meter.rate).toBe(1000);
    for (let i = 0; i < 3; i++) meter.add(300, 100);
    expect(meter.rate).toBe(3000);
  });
});

describe('measuring', () => {
  /** An engine of 10 tokens a step, whose first 30 steps take ten times as long as the others: 1 ms. */
  const trial = (meter: Meter, meanwhile: () => void = () => undefined) => {
    let now = 0;
    let steps = 0;
    const step = () => {
      now += steps < 30 ? 10 : 1;
      steps += 1;
      return { losses: new Float64Array(10) };
    };
    const work = measuring(
      () => ({ step }) as unknown as Engine,
      meter,
      () => now,
    );
    while (!work.next().done) meanwhile();
    return steps;
  };
  it('counts no step before the engine is warm', () => {
    const meter = new Meter();
    trial(meter);
    expect(meter.rate).toBe(10_000);
  });
  it('ends when the training has told the speed', () => {
    const meter = new Meter();
    const steps = trial(meter, () => meter.add(10, 10));
    expect(steps).toBeLessThan(30);
    expect(meter.rate).toBe(1000);
  });
});

describe('Pacer', () => {
  it('tells steps a second by the clock, and 0 at rest', () => {
    const pacer = new Pacer();
    pacer.start(1000);
    pacer.add(1, 1020);
    expect(pacer.rate).toBe(50);
    pacer.add(49, 1500);
    expect(pacer.rate).toBe(100);
    pacer.start(2000);
    expect(pacer.rate).toBe(0);
  });
});

describe('Jobs', () => {
  const done: string[] = [];
  function* work(name: string, pieces: number) {
    for (let i = 0; i < pieces; i++) {
      done.push(`${name}${i}`);
      yield;
    }
  }
  it('does one after the other, in pieces', async () => {
    const jobs = new Jobs();
    const both = Promise.all([jobs.add(work('a', 2)), jobs.add(work('b', 1))]);
    jobs.workOn(() => false);
    expect(done).toEqual(['a0']);
    while (!jobs.isEmpty) jobs.workOn(() => true);
    await both;
    expect(done).toEqual(['a0', 'a1', 'b0']);
  });
  it('tells what went wrong, and why it was given up', async () => {
    const jobs = new Jobs();
    const bad = jobs.add(
      // biome-ignore lint/correctness/useYield: it fails at once
      (function* (): Generator<void, void, undefined> {
        throw new Error('no');
      })(),
    );
    const left = jobs.add(work('c', 1));
    jobs.workOn(() => false);
    jobs.giveUp('another one');
    await expect(bad).rejects.toThrow('no');
    await expect(left).rejects.toThrow('another one');
    expect(jobs.isEmpty).toBe(true);
  });
});
