// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { NAMES } from './fixtures.ts';
import { createEngine, POINTS } from './index.ts';
import type { EngineKind, NodeInfo, PointName, RecordedPoint, Recording } from './types.ts';

const KINDS: EngineKind[] = ['value', 'fast'];
const SETTINGS = { nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 8, steps: 10 };

/** A recording and another look at the weights that it began with: plain arrays, no code of the toolbox. */
function scene(kind: EngineKind) {
  const engine = createEngine(NAMES, SETTINGS, kind);
  engine.train(4);
  const start = engine.state();
  const recording = engine.record();
  const rowsOf = (name: string): number[][] => {
    const found = start.parameters.find((one) => one.name === name);
    if (!found) throw new Error(name);
    const [rows, columns] = found.shape;
    return Array.from({ length: rows }, (_, r) =>
      Array.from(found.data.subarray(r * columns, (r + 1) * columns)),
    );
  };
  const at = (point: PointName, place: Partial<RecordedPoint> = {}): number[] => {
    const found = recording.points.find(
      (one) =>
        one.point === point &&
        Object.entries(place).every(([key, value]) => one[key as 'layer'] === value),
    );
    if (!found) throw new Error(`${point} ${JSON.stringify(place)}`);
    return Array.from(found.values);
  };
  return { engine, start, recording, rowsOf, at };
}

const times = (w: number[][], x: number[]) =>
  w.map((row) => row.reduce((sum, weight, i) => sum + weight * (x[i] ?? 0), 0));
const plus = (x: number[], y: number[]) => x.map((a, i) => a + (y[i] ?? 0));
const normed = (x: number[]) => {
  const length = Math.sqrt(x.reduce((sum, a) => sum + a * a, 0) / x.length + 1e-5);
  return x.map((a) => a / length);
};
const shares = (scores: number[]) => {
  const powers = scores.map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

function close(found: number[], expected: number[], what: string) {
  expect(found.length, what).toBe(expected.length);
  for (const [i, value] of found.entries())
    expect(value, `${what}[${i}]`).toBeCloseTo(expected[i] ?? Number.NaN, 10);
}

describe.each(KINDS)('a step recorded by the %s engine', (kind) => {
  const { engine, start, recording, rowsOf, at } = scene(kind);
  const { tokens, losses } = recording.result;
  const T = losses.length;

  it('visits every point at every place, in the order of the code', () => {
    const visits = { step: 1, position: T, layer: 2 * T, head: 2 * 2 * T };
    for (const { point, scope } of POINTS) {
      const all = recording.points.filter((one) => one.point === point);
      expect(all, point).toHaveLength(visits[scope]);
      const places = all.map(({ position, layer, head }) => `${position} ${layer} ${head}`);
      expect(new Set(places).size, point).toBe(visits[scope]);
    }
    const order = (point: PointName) => recording.points.findIndex((one) => one.point === point);
    const firsts = POINTS.map(({ point }) => order(point));
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
  });

  it('holds what the weights before it make of the document', () => {
    for (let layer = 0; layer < 2; layer++) {
      const w = (name: string) => rowsOf(`layers.${layer}.${name}`);
      for (let t = 0; t < T; t++) {
        const here = { position: t, layer };
        const embedding = plus(rowsOf('wte')[tokens[t] ?? -1] ?? [], rowsOf('wpe')[t] ?? []);
        close(at('embedding', { position: t }), embedding, 'embedding');
        close(at('norm', { position: t }), normed(embedding), 'norm');
        const x = layer === 0 ? normed(embedding) : at('x', { position: t, layer: layer - 1 });
        for (const name of ['q', 'k', 'v'] as const)
          close(at(name, here), times(w(`w${name}`), normed(x)), name);
        const mixed: number[] = [];
        for (let head = 0; head < 2; head++) {
          const part = (name: 'q' | 'k' | 'v', position: number) =>
            at(name, { position, layer }).slice(head * 4, head * 4 + 4);
          const past = Array.from({ length: t + 1 }, (_, s) => s);
          const scores = past.map((s) => (times([part('k', s)], part('q', t))[0] ?? 0) / 2);
          close(at('scores', { ...here, head }), scores, 'scores');
          close(at('weights', { ...here, head }), shares(scores), 'weights');
          const brought = past.map((s) => part('v', s));
          for (let i = 0; i < 4; i++) {
            mixed.push(
              shares(scores).reduce((sum, share, s) => sum + share * (brought[s]?.[i] ?? 0), 0),
            );
          }
        }
        close(at('mixed', here), mixed, 'mixed');
        close(at('attended', here), times(w('wo'), mixed), 'attended');
        const middle = plus(x, times(w('wo'), mixed));
        const hidden = times(w('fc1'), normed(middle));
        close(at('hidden', here), hidden, 'hidden');
        close(
          at('active', here),
          hidden.map((a) => Math.max(0, a)),
          'active',
        );
        const thought = times(
          w('fc2'),
          hidden.map((a) => Math.max(0, a)),
        );
        close(at('thought', here), thought, 'thought');
        close(at('x', here), plus(middle, thought), 'x');
      }
    }
    const surprises: number[] = [];
    for (let t = 0; t < T; t++) {
      const logits = times(rowsOf('lm_head'), at('x', { position: t, layer: 1 }));
      close(at('logits', { position: t }), logits, 'logits');
      close(at('probs', { position: t }), shares(logits), 'probs');
      surprises.push(-Math.log(shares(logits)[tokens[t + 1] ?? -1] ?? 0));
    }
    close(at('losses'), surprises, 'losses');
    close(at('loss'), [surprises.reduce((sum, loss) => sum + loss, 0) / T], 'loss');
    expect(recording.result.loss).toBe(at('loss')[0]);
  });

  it('moved each parameter as Adam does', () => {
    const [gradients, before, after] = [at('gradients'), at('before'), at('after')];
    const rate = 0.01 * (1 - 4 / 10);
    close(
      before,
      start.parameters.flatMap(({ data }) => Array.from(data)),
      'before',
    );
    const m = gradients.map((g, i) => 0.85 * (start.m[i] as number) + 0.15 * g);
    const v = gradients.map((g, i) => 0.99 * (start.v[i] as number) + 0.01 * g * g);
    close(Array.from(recording.moments.m), m, 'm');
    close(Array.from(recording.moments.v), v, 'v');
    const expected = before.map((p, i) => {
      const mean = (m[i] as number) / (1 - 0.85 ** 5);
      const square = (v[i] as number) / (1 - 0.99 ** 5);
      return p - (rate * mean) / (Math.sqrt(square) + 1e-8);
    });
    close(after, expected, 'after');
    expect(recording.result.learningRate).toBeCloseTo(rate, 15);
  });

  it('has gradients that are the slopes of the loss', () => {
    const { gradients = null, values } = recording.points.find(
      ({ point }) => point === 'loss',
    ) as RecordedPoint;
    expect(gradients).toEqual(Float64Array.of(1));
    expect(values.length).toBe(1);
    for (let t = 0; t < T; t++) {
      const logits = recording.points.find((one) => one.point === 'logits' && one.position === t);
      const expected = at('probs', { position: t }).map(
        (p, i) => (p - (i === tokens[t + 1] ? 1 : 0)) / T,
      );
      close(Array.from(logits?.gradients ?? []), expected, 'gradients of logits');
    }
  });

  it('is a step like any other for what comes after', () => {
    const plain = createEngine(NAMES, SETTINGS, kind);
    plain.train(5);
    expect(engine.stepsDone).toBe(5);
    close(
      engine.parameters().flatMap(({ data }) => Array.from(data)),
      plain.parameters().flatMap(({ data }) => Array.from(data)),
      'parameters',
    );
    expect(engine.last()).toEqual(recording.result);
    expect(engine.activations()?.tokens).toEqual(tokens.slice(0, T));
    close(
      (engine.gradients() ?? []).flatMap(({ data }) => Array.from(data)),
      at('gradients'),
      'gradients',
    );
  });

  it('can be posted to another thread', () => {
    expect(structuredClone(recording)).toEqual(recording);
  });

  it('gives way to the next step, and stays open to questions', () => {
    const next = engine.step();
    expect(next.step).toBe(6);
    expect(engine.last()).toEqual(next);
    expect(engine.activations()?.tokens).toEqual(next.tokens.slice(0, -1));
    const loss = recording.points.find(({ point }) => point === 'loss') as RecordedPoint;
    expect(engine.inspect(loss.nodes?.[0] ?? -1).value).toBe(loss.values[0]);
  });
});

describe('a number of a recorded step', () => {
  const { engine, recording } = scene('value');
  const nodeOf = (recording: Recording, point: PointName, index = 0): number =>
    recording.points.find((one) => one.point === point)?.nodes?.[index] ?? -1;

  it('is what its inputs and its operation make', () => {
    const seen = new Set<number>();
    const open = [nodeOf(recording, 'loss')];
    const meaning: Record<string, (inputs: number[]) => number> = {
      '+': (inputs) => inputs.reduce((sum, x) => sum + x, 0),
      '-': ([a = 0, b = 0]) => a - b,
      '*': ([a = 0, b = 0]) => a * b,
      '/': ([a = 0, b = 0]) => a / b,
      neg: ([a = 0]) => -a,
      exp: ([a = 0]) => Math.exp(a),
      log: ([a = 0]) => Math.log(a),
      pow: ([a = 0]) => a ** -0.5,
      relu: ([a = 0]) => Math.max(0, a),
    };
    while (open.length > 0 && seen.size < 20_000) {
      const node = open.pop() as number;
      if (seen.has(node)) continue;
      seen.add(node);
      const { value, op, inputs } = engine.inspect(node);
      if (op === '') expect(inputs).toEqual([]);
      else {
        const compute = meaning[op] as (inputs: number[]) => number;
        expect(value).toBeCloseTo(compute(inputs.map((input) => input.value)), 10);
      }
      open.push(...inputs.map((input) => input.node));
    }
    expect(seen.size).toBeGreaterThan(5000);
  });

  it('shows a sum of products as one sum, with the names of its parts', () => {
    const q = engine.inspect(nodeOf(recording, 'q', 3));
    expect(q.name).toEqual({ point: 'q', position: 0, layer: 0, head: null, index: 3 });
    expect(q.op).toBe('+');
    expect(q.inputs).toHaveLength(8);
    expect(q.inputs.map(({ op }) => op)).toEqual(Array(8).fill('*'));
    const names = q.inputs.map(({ node }) => engine.inspect(node).inputs.map(({ name }) => name));
    expect(names.map(([weight]) => weight)).toEqual(
      Array.from({ length: 8 }, (_, column) => ({ parameter: 'layers.0.wq', row: 3, column })),
    );
  });

  it('knows of a parameter what it was before the update, and its gradient', () => {
    const x = engine.inspect(nodeOf(recording, 'embedding', 2));
    const { tokens } = recording.result;
    expect(x.inputs.map(({ name }) => name)).toEqual([
      { parameter: 'wte', row: tokens[0], column: 2 },
      { parameter: 'wpe', row: 0, column: 2 },
    ]);
    const of = (point: PointName) =>
      recording.points.find((one) => one.point === point)?.values as Float64Array;
    const offset = recording.offsets.find(({ name }) => name === 'wpe')?.offset ?? -1;
    const place = x.inputs[1] as NodeInfo;
    expect(place.value).toBe(of('before')[offset + 2]);
    expect(place.gradient).toBe(of('gradients')[offset + 2]);
  });

  it('is refused when there is none', () => {
    expect(() => engine.inspect(-1)).toThrow(/not -1/);
    for (const kind of KINDS) {
      expect(() => createEngine(NAMES, SETTINGS, kind).inspect(0)).toThrow(/No step was recorded/);
    }
  });
});
