// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { FastEngine } from './fastEngine.ts';
import { NAMES, noise } from './fixtures.ts';
import { createEngine, graphSize, restoreEngine } from './index.ts';
import { tape } from './microgpt.js';
import type { Engine, EngineKind, NamedMatrix, Settings } from './types.ts';

const KINDS: EngineKind[] = ['value', 'fast'];
const SMALL = { nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 8, steps: 10 };
/** Every number of layers and heads, the ends of width and context; shorter where the graph gets large. */
const SHAPES: (Partial<Settings> & { letters: number; times?: number })[] = [
  { nEmbd: 4, nHead: 1, nLayer: 1, blockSize: 4, letters: 30 },
  { nEmbd: 4, nHead: 4, nLayer: 4, blockSize: 32, letters: 30 },
  { nEmbd: 12, nHead: 3, nLayer: 2, blockSize: 7, letters: 30 },
  { nEmbd: 20, nHead: 5, nLayer: 1, blockSize: 16, letters: 8 },
  { nEmbd: 24, nHead: 6, nLayer: 3, blockSize: 5, letters: 4, times: 2 },
  { nEmbd: 28, nHead: 7, nLayer: 1, blockSize: 9, letters: 6 },
  { nEmbd: 32, nHead: 8, nLayer: 2, blockSize: 32, letters: 3, times: 2 },
  { nEmbd: 64, nHead: 8, nLayer: 4, blockSize: 32, letters: 1, times: 1 },
];

/** The largest difference between two lists of equal length. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs((a[i] as number) - (b[i] as number)));
  }
  return largest;
}

const flat = (matrices: readonly NamedMatrix[] | null): number[] =>
  (matrices ?? []).flatMap(({ data }) => Array.from(data));

describe('the two engines', () => {
  it.each(SHAPES)(
    'agree at $nEmbd wide, $nHead heads, $nLayer layers, context $blockSize',
    (shape) => {
      const { letters, times = 3, ...settings } = shape;
      const names = NAMES.map((name) => name.slice(0, letters));
      const value = createEngine(names, settings, 'value');
      const fast = new FastEngine(names, settings);
      const plain = new FastEngine(names, settings, 'plain');
      const all = [value, fast, plain];
      expect(all.map(({ arithmetic }) => arithmetic)).toEqual(['objects', 'wasm', 'plain']);
      expect(flat(fast.parameters())).toEqual(flat(value.parameters()));
      for (let i = 0; i < 3; i++) {
        const slow = value.step();
        const quick = fast.step();
        expect(quick).toMatchObject({
          ...slow,
          loss: expect.any(Number),
          losses: expect.anything(),
        });
        expect(apart([slow.loss, ...slow.losses], [quick.loss, ...quick.losses])).toBeLessThan(
          1e-12,
        );
        expect(plain.step().loss).toBeCloseTo(slow.loss, 11);
        expect(apart(flat(value.gradients()), flat(plain.gradients()))).toBeLessThan(1e-12);
        expect(apart(flat(value.gradients()), flat(fast.gradients()))).toBeLessThan(1e-12);
        expect(apart(flat(value.parameters()), flat(fast.parameters()))).toBeLessThan(1e-10);
      }
      const [theirs, mine] = [value.activations(), fast.activations()];
      for (const name of ['embedding', 'norm', 'logits', 'probs'] as const) {
        expect(apart(theirs?.[name] ?? [0], mine?.[name] ?? []), name).toBeLessThan(1e-10);
      }
      for (const [l, layer] of (theirs?.layers ?? []).entries()) {
        for (const [name, numbers] of Object.entries(layer)) {
          const ours = mine?.layers[l]?.[name as keyof typeof layer] ?? [];
          expect(apart(numbers, ours), `${name} of layer ${l}`).toBeLessThan(1e-10);
        }
      }
    },
    30_000,
  );

  it.each(SHAPES.slice(0, 5))('say beforehand how large a graph gets: $nEmbd wide', (shape) => {
    const { letters, times, ...settings } = shape;
    const engine = createEngine(
      NAMES.map((name) => name.slice(0, letters)),
      settings,
      'value',
    );
    const { losses } = engine.step();
    expect(graphSize(engine.settings, engine.chars.length + 1, losses.length)).toBe(tape.length);
  });

  it('write the same names with the same probabilities', () => {
    const [value, fast] = KINDS.map((kind) => {
      const engine = createEngine(NAMES, SMALL, kind);
      engine.train(10);
      return engine;
    }) as [Engine, Engine];
    const options = { temperature: 0.8, count: 12, seed: 3 };
    const [slow, quick] = [value.generate(options), fast.generate(options)];
    expect(quick.map(({ text, tokens }) => ({ text, tokens }))).toEqual(
      slow.map(({ text, tokens }) => ({ text, tokens })),
    );
    for (const [i, { probabilities }] of slow.entries()) {
      expect(apart(probabilities, quick[i]?.probabilities ?? [])).toBeLessThan(1e-9);
    }
    expect(new Set(slow.map(({ text }) => text)).size).toBeGreaterThan(5);
  });

  it.each([
    ['value', 'fast'],
    ['fast', 'value'],
    ['value', 'value'],
    ['fast', 'fast'],
  ] as const)('hand a training over: %s, then %s', (before, after) => {
    const whole = createEngine(NAMES, SMALL, after);
    whole.train(7);
    const first = createEngine(NAMES, SMALL, before);
    first.train(3);
    const second = restoreEngine(NAMES, structuredClone(first.state()), after);
    expect(second.last()).toBeNull();
    expect(second.activations()).toBeNull();
    expect(second.gradients()).toBeNull();
    second.train(4);
    const [one, two] = [whole.state(), second.state()];
    expect(two).toMatchObject({ settings: one.settings, stepsDone: 7, stepsPlanned: 10 });
    for (const part of ['m', 'v', 'losses'] as const) {
      expect(apart(one[part], two[part])).toBeLessThan(1e-12);
    }
    expect(apart(flat(one.parameters), flat(two.parameters))).toBeLessThan(1e-10);
  });
});

describe.each(KINDS)('the %s engine', (kind) => {
  it('has the slopes of its loss as gradients', () => {
    const settings = { nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 8 };
    const engine = createEngine(NAMES, settings, kind);
    const start = engine.parameters().map((matrix, i) => ({
      ...matrix,
      // Larger than a first draw, so that attention is far from even.
      data: noise(matrix.data.length, i + 1).map((x) => x * 0.6),
    }));
    const lossAt = (parameters: NamedMatrix[]): number => {
      const fresh = createEngine(NAMES, settings, kind);
      fresh.load(parameters);
      return fresh.step().loss;
    };
    engine.load(start);
    engine.step();
    const gradients = engine.gradients() as NamedMatrix[];
    for (const [m, { name, data }] of gradients.entries()) {
      const steepest = data.reduce(
        (best, g, i) => (Math.abs(g) > Math.abs(data[best] ?? 0) ? i : best),
        0,
      );
      for (const at of [steepest, (steepest * 7 + 3) % data.length]) {
        const [more, less] = [1e-5, -1e-5].map((nudge) =>
          lossAt(
            start.map((matrix, i) =>
              i === m
                ? { ...matrix, data: matrix.data.with(at, (matrix.data[at] ?? 0) + nudge) }
                : matrix,
            ),
          ),
        ) as [number, number];
        expect((more - less) / 2e-5, `${name}[${at}]`).toBeCloseTo(data[at] as number, 8);
      }
      expect(Math.abs(data[steepest] as number), name).toBeGreaterThan(1e-4);
    }
  }, 30_000);

  it('counts its parameters and tells about a step', () => {
    const engine = createEngine(NAMES, {}, kind);
    const V = engine.chars.length + 1;
    expect(engine.parameterCount).toBe(V * 16 * 2 + 16 * 16 + 12 * 16 * 16);
    expect(flat(engine.parameters())).toHaveLength(engine.parameterCount);
    expect(engine.embeddings().shape).toEqual([V, 16]);
    expect(engine.last()).toBeNull();
    const result = engine.step();
    expect(engine.last()).toEqual(result);
    expect(result.losses.length).toBe(result.tokens.length - 1);
    const mean = result.losses.reduce((sum, loss) => sum + loss, 0) / result.losses.length;
    expect(result.loss).toBeCloseTo(mean, 12);
    expect(result.loss).toBeGreaterThan(0.8 * Math.log(V));
    expect(result.loss).toBeLessThan(1.2 * Math.log(V));
    const letters = result.tokens.map((token) => engine.chars[token] ?? '.').join('');
    expect(letters).toBe(`.${result.document}.`);
    expect(result).toMatchObject({ step: 1, learningRate: 0.01 });
  });

  it('reads of a long document what fits, and comes round to the first again', () => {
    const names = ['abcdefgh', 'ab'];
    const engine = createEngine(names, { ...SMALL, blockSize: 4 }, kind);
    const steps = [engine.step(), engine.step(), engine.step()];
    const long = steps.find(({ document }) => document === 'abcdefgh');
    expect(long?.tokens).toEqual([8, 0, 1, 2, 3]);
    expect(long?.losses.length).toBe(4);
    expect(steps[2]?.document).toBe(steps[0]?.document);
  });

  it('learns', () => {
    const engine = createEngine(
      NAMES,
      { nEmbd: 8, nHead: 2, learningRate: 0.03, steps: 100 },
      kind,
    );
    engine.train(100);
    const losses = engine.losses();
    const mean = (from: number, to: number) =>
      losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
    expect(mean(60, 100)).toBeLessThan(mean(0, 15) - 0.3);
  }, 30_000);

  it('tells letters beyond the basic plane apart', () => {
    const engine = createEngine(['𝒜𝒷é', 'é😀'], SMALL, kind);
    expect(engine.chars).toEqual(['é', '𝒜', '𝒷', '😀']);
    const { tokens, document } = engine.step();
    expect(tokens.length).toBe([...document].length + 2);
  });
});
