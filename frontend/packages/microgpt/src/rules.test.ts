// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { NAMES } from './fixtures.ts';
import {
  BOUNDS,
  ConfigError,
  createEngine,
  DEFAULTS,
  NonFiniteError,
  settingsFrom,
} from './index.ts';
import type { EngineKind, NamedMatrix, Settings } from './types.ts';

const KINDS: EngineKind[] = ['value', 'fast'];
const SMALL = { nEmbd: 4, nHead: 2, blockSize: 4, steps: 10 };

/** What refused, and in which words. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return `${error.field}: ${error.message}`;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('settings', () => {
  it('are those of the file unless told otherwise', () => {
    expect(settingsFrom()).toEqual({
      nEmbd: 16,
      nHead: 4,
      nLayer: 1,
      blockSize: 16,
      learningRate: 0.01,
      steps: 1000,
      seed: 42,
    });
    expect(settingsFrom({ nLayer: 3 })).toEqual({ ...DEFAULTS, nLayer: 3 });
  });

  it.each(Object.entries(BOUNDS))('of %s end where they say', (field, { min, max, step }) => {
    const heads = field === 'nEmbd' ? { nHead: 1 } : { nEmbd: 56, nHead: 1 };
    const given = (value: number) => ({ ...heads, [field]: value }) as Partial<Settings>;
    const fitting = field === 'nHead' ? [min, max] : [min, max, min + (step ?? 0.001)];
    for (const value of fitting) expect(settingsFrom(given(value))).toMatchObject(given(value));
    const beyond = step ?? 1e-9;
    for (const value of [min - beyond, max + beyond, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(refusal(() => settingsFrom(given(value)))).toContain(
        `must lie between ${min} and ${max}; it is ${value}.`,
      );
    }
    if (step !== null) {
      expect(refusal(() => settingsFrom(given(min + step / 2)))).toContain(
        `it is ${min + step / 2}.`,
      );
    }
  });

  it('are refused in sentences that name the numbers', () => {
    expect(refusal(() => settingsFrom({ nEmbd: 16, nHead: 5 }))).toBe(
      'nHead: 5 heads cannot share an embedding of 16 evenly; 1, 2, 4, 8 would do.',
    );
    expect(refusal(() => settingsFrom({ nEmbd: 18 }))).toBe(
      'nEmbd: The embedding must be a multiple of 4 from 4 to 64; it is 18.',
    );
    expect(refusal(() => settingsFrom({ heads: 2 } as Partial<Settings>))).toContain(
      'no setting heads',
    );
    expect(refusal(() => settingsFrom({ steps: '20' as unknown as number }))).toContain(
      'it is 20.',
    );
  });
});

describe.each(KINDS)('the %s engine', (kind) => {
  it('refuses to learn from nothing', () => {
    expect(refusal(() => createEngine([], {}, kind))).toContain('at least 1 document');
    expect(refusal(() => createEngine(['ann', '', 'bob'], {}, kind))).toContain('Document 2 of 3');
  });

  it.each([
    ['emma', 'given was one text alone'],
    [7, 'given was the number 7'],
    [null, 'given was null'],
    [{}, 'given was an object'],
    [['emma', null], 'document 2 of 2 is null'],
    [[3], 'document 1 of 1 is the number 3'],
    [['emma', ['noah']], 'document 2 of 2 is a list'],
  ])('wants a list of texts, not %j', (given, said) => {
    const wanted = "documents: The documents must be a list of texts, like ['emma', 'noah'];";
    expect(refusal(() => createEngine(given as unknown as string[], {}, kind))).toBe(
      `${wanted} ${said}.`,
    );
  });

  it('wants settings by name', () => {
    for (const settings of [null, 7, 'steps'] as unknown as Partial<Settings>[]) {
      expect(refusal(() => createEngine(NAMES, settings, kind))).toContain(
        'The settings must be an object, like { steps: 200 }; given was ',
      );
    }
  });

  it('lets the rate fall in a line and never below 0, however long it trains', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    const rates = Array.from({ length: 10 }, () => engine.step().learningRate);
    for (const [i, rate] of rates.entries()) expect(rate).toBeCloseTo(0.01 * (1 - i / 10), 15);
    expect(engine.stepsPlanned).toBe(10);
    const later = Array.from({ length: 25 }, () => engine.step());
    expect(engine.stepsPlanned).toBe(40);
    for (const { learningRate, loss } of later) {
      expect(learningRate).toBeGreaterThan(0);
      expect(learningRate).toBeLessThanOrEqual(0.01);
      expect(loss).toBeGreaterThan(0);
    }
    expect(later[0]?.learningRate).toBeCloseTo(0.005, 15);
    expect(engine.losses().length).toBe(35);
  });

  it('extends its plan when told to', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    engine.train(5);
    engine.extend(10);
    expect(engine.step().learningRate).toBeCloseTo(0.01 * (1 - 5 / 20), 15);
    expect(refusal(() => engine.extend(0))).toContain('not 0');
  });

  it('stops with an explanation at numbers that are none', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    engine.train(3);
    const kept = engine.state();
    const broken = engine.parameters().find(({ name }) => name === 'lm_head') as NamedMatrix;
    engine.load([{ ...broken, data: broken.data.fill(Number.NaN) }]);
    let first: unknown;
    try {
      engine.train(2);
    } catch (error) {
      first = error;
    }
    expect(first).toBeInstanceOf(NonFiniteError);
    expect(first).toMatchObject({ step: 4, document: expect.any(String) });
    expect((first as Error).message).toContain('Step 4 stopped');
    expect(engine.stepsDone).toBe(3);
    expect(engine.losses()).toEqual(kept.losses);
    expect(() => engine.step()).toThrow(first as Error);
    expect(() => engine.record()).toThrow(NonFiniteError);
    expect(() => engine.generate()).toThrow(NonFiniteError);
    const wte = engine.embeddings().data;
    expect(wte).toEqual(kept.parameters[0]?.data);
    engine.load(kept.parameters);
    expect(() => engine.step(), 'stopped for good').toThrow(first as Error);
    expect(() => engine.record()).toThrow(first as Error);
  });

  it('says that a probability became 0 where that is what happened', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    const head = engine.parameters().find(({ name }) => name === 'lm_head') as NamedMatrix;
    engine.load([{ ...head, data: head.data.map((x) => x * 1e5) }]);
    const reading = engine.look();
    expect(reading.loss).toBe(Number.POSITIVE_INFINITY);
    const { logits, probs } = engine.activations() as NonNullable<
      ReturnType<typeof engine.activations>
    >;
    const t = reading.losses.indexOf(Number.POSITIVE_INFINITY);
    const V = engine.chars.length + 1;
    const target = t * V + (reading.tokens[t + 1] as number);
    expect(probs[target]).toBe(0);
    const gap = Math.max(...logits.subarray(t * V, (t + 1) * V)) - (logits[target] as number);
    expect(() => engine.step()).toThrow(
      `lay ${gap.toFixed(0)} below the highest: a probability of e to the power of −${gap.toFixed(0)} is too small`,
    );
    expect(() => engine.step()).toThrow(
      /came out as Infinity.*Every weight is still a number, the largest/,
    );
  });

  it('looks at the next document and learns nothing from it', () => {
    const [engine, alone] = [createEngine(NAMES, SMALL, kind), createEngine(NAMES, SMALL, kind)];
    expect(engine.activations()).toBeNull();
    for (let i = 0; i < 3; i++) {
      const before = engine.last();
      const reading = engine.look();
      expect(reading.step).toBe(i);
      expect(engine.last()).toEqual(before);
      expect(engine.activations()?.tokens).toEqual(reading.tokens.slice(0, -1));
      expect(engine.gradients()).toBeNull();
      expect(engine.step()).toMatchObject({ ...reading, step: i + 1 });
      expect(engine.gradients()).not.toBeNull();
      alone.step();
    }
    expect(engine.state()).toEqual(alone.state());
  });

  it('stops as well when it was recording', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    engine.load([{ ...engine.embeddings(), data: engine.embeddings().data.fill(Number.NaN) }]);
    expect(() => engine.record()).toThrow(/^Step 1 stopped/);
    engine.load(createEngine(NAMES, SMALL, kind).parameters());
    expect(() => engine.step()).toThrow(/^Step 1 stopped/);
    expect(engine.stepsDone).toBe(0);
  });

  it('takes only matrices that it has, and none if one does not fit', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    const before = engine.parameters();
    const [wte] = before as [NamedMatrix];
    const other = { ...wte, data: wte.data.map((x) => x + 1) };
    expect(refusal(() => engine.load([other, { ...wte, name: 'wtf' }]))).toContain(
      'no matrix wtf; it has wte',
    );
    expect(refusal(() => engine.load([other, { ...wte, shape: [4, 4] }]))).toContain(
      'given were 4 × 4',
    );
    expect(refusal(() => engine.load([{ ...wte, data: wte.data.slice(1) }]))).toContain(
      'wte: wte is',
    );
    expect(engine.parameters()).toEqual(before);
    engine.load([other]);
    expect(engine.embeddings().data).toEqual(other.data);
  });

  it('bounds what is asked of its writing', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    expect(refusal(() => engine.generate({ count: 51 }))).toContain('between 1 and 50; it is 51');
    expect(refusal(() => engine.generate({ temperature: 0 }))).toContain('temperature');
    expect(refusal(() => engine.write({ seed: -1 }))).toContain('seed');
    expect(engine.generate({ count: 3 })).toHaveLength(3);
    expect(engine.generate()).toEqual(engine.generate({ count: 20, temperature: 0.5, seed: 42 }));
    expect(engine.generate({ seed: 1 })).not.toEqual(engine.generate({ seed: 2 }));
  });

  it('writes token after token what it writes in one go', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    engine.train(10);
    const tokens = [...engine.write({ seed: 5 })];
    const [whole] = engine.generate({ seed: 5, count: 1 });
    expect(tokens.map(({ token }) => token)).toEqual(whole?.tokens);
    for (const [i, { position, probabilities, char, token }] of tokens.entries()) {
      expect(position).toBe(i);
      expect(probabilities.length).toBe(engine.chars.length + 1);
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(char).toBe(engine.chars[token] ?? null);
    }
    expect(tokens.slice(0, -1).every(({ char }) => char !== null)).toBe(true);
  });

  it('writes no differently while another text is being written', () => {
    const engine = createEngine(NAMES, SMALL, kind);
    engine.train(10);
    const alone = [...engine.write({ seed: 8, temperature: 2 })];
    const slow = engine.write({ seed: 8, temperature: 2 });
    const both = alone.map(() => {
      engine.generate({ count: 2 });
      return slow.next().value;
    });
    expect(both).toEqual(alone);
  });
});

it('knows its engines', () => {
  expect(refusal(() => createEngine(NAMES, {}, 'slow' as EngineKind))).toContain('value and fast');
});
