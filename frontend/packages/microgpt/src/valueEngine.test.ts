// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { NAMES } from './fixtures.ts';
import { createEngine, POINTS, restoreEngine } from './index.ts';

const SMALL = { nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 8, steps: 10 };

describe('the value engine', () => {
  it('counts its parameters and describes a step', () => {
    const engine = createEngine(NAMES, {}, 'value');
    const V = engine.chars.length + 1;
    expect(engine.parameterCount).toBe(V * 16 * 2 + 16 * 16 + 12 * 16 * 16);
    const result = engine.step();
    expect(result.losses.length).toBe(result.tokens.length - 1);
    const mean = result.losses.reduce((sum, loss) => sum + loss, 0) / result.losses.length;
    expect(result.loss).toBeCloseTo(mean, 12);
    expect(result.loss).toBeGreaterThan(0.8 * Math.log(V));
    expect(result.loss).toBeLessThan(1.2 * Math.log(V));
    const letters = result.tokens.map((token) => engine.chars[token] ?? '.').join('');
    expect(letters).toBe(`.${result.document}.`);
    expect(result).toMatchObject({ step: 1, learningRate: 0.01 });
  });

  it('records every point at every place, as often as a step passes it', () => {
    const engine = createEngine(NAMES, SMALL, 'value');
    engine.train(2);
    const { points, result, offsets } = engine.record();
    expect(result.step).toBe(3);
    const T = result.losses.length;
    const times = { step: 1, position: T, layer: 2 * T, head: 2 * 2 * T };
    for (const { point, scope } of POINTS) {
      const visits = points.filter((one) => one.point === point);
      expect(visits, point).toHaveLength(times[scope]);
      const places = visits.map(({ position, layer, head }) => `${position} ${layer} ${head}`);
      expect(new Set(places).size, point).toBe(times[scope]);
    }
    const weights = points.filter(({ point }) => point === 'weights');
    for (const { position, values } of weights) expect(values.length).toBe((position ?? 0) + 1);
    const after = points.find(({ point }) => point === 'after')?.values;
    const now = engine.parameters();
    for (const { name, offset } of offsets) {
      const matrix = now.find((one) => one.name === name);
      expect(after?.slice(offset, offset + (matrix?.data.length ?? 0))).toEqual(matrix?.data);
    }
  });

  it('goes on from a state as if nothing had happened', () => {
    const whole = createEngine(NAMES, SMALL, 'value');
    whole.train(7);
    const first = createEngine(NAMES, SMALL, 'value');
    first.train(3);
    const second = restoreEngine(NAMES, structuredClone(first.state()), 'value');
    second.train(4);
    expect(second.state()).toEqual(whole.state());
    expect(second.last()).toEqual(whole.last());
  });
});
