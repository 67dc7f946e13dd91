import { describe, expect, it } from 'vitest';
import { preset } from '@/test/fakes';
import { modelFor, parameterTable, presetFor, totalOf } from './parameterTable';

const TUNED = { vocab_size: 66 };
const MODERN = {
  vocab_size: 66,
  position: 'relative',
  norm: 'rmsnorm',
  activation: 'relu2',
  weight_tying: false,
  smear: true,
} as const;

const MICRO = {
  vocab_size: 27,
  n_layer: 1,
  n_head: 4,
  block_size: 16,
  norm: 'plain_rmsnorm',
  stream_norm: 'first',
  weight_tying: false,
} as const;

describe('parameterTable', () => {
  it.each([
    ['the design’s model on 65 characters', { vocab_size: 65 }, 8368],
    ['on our Shakespeare', TUNED, 8384],
    ['on 36 characters', { vocab_size: 36 }, 7904],
    ['the modern one', MODERN, 8608],
    ['the one of the Code Lab', MICRO, 4192],
  ])('%s', (_, model, count) => {
    expect(totalOf(parameterTable(model))).toBe(count);
  });

  it('counts biases and every layer', () => {
    const plain = totalOf(parameterTable(TUNED));
    // 48 + 16 + 64 + 16 a layer, two layers.
    expect(totalOf(parameterTable({ ...TUNED, bias: true })) - plain).toBe(288);
    const layer = totalOf(parameterTable({ ...TUNED, n_layer: 3 })) - plain;
    expect(layer).toBe(12 * 16 * 16 + 4 * 16);
  });

  it('has the norm of the stream at either end, where a character meets it', () => {
    const first = parameterTable({ ...TUNED, stream_norm: 'first' }).map(({ name }) => name);
    expect(first.slice(1, 5)).toEqual([
      'position_embedding.weight',
      'first_norm.weight',
      'first_norm.bias',
      'blocks.0.norm1.weight',
    ]);
    expect(first.at(-1)).toBe('blocks.1.mlp.down.weight');
    const last = parameterTable(TUNED).map(({ name }) => name);
    expect(last.slice(-2)).toEqual(['final_norm.weight', 'final_norm.bias']);
  });
});

it('follows the alphabet of the text, and its length when that cuts the context', () => {
  const text = { vocabSize: 36, charCount: 1_000_000 };
  expect(totalOf(parameterTable(modelFor({}, text)))).toBe(7904);
  expect(modelFor({}, { ...text, charCount: 200 }).block_size).toBe(50);
  expect(modelFor({ block_size: 32 }, { ...text, charCount: 200 }).block_size).toBe(32);
  expect(modelFor({}, { ...text, charCount: 20 }).block_size).toBe(8);
});

it('fits a preset that wants it to the length of the text', () => {
  const plain = preset('style', 'Your style');
  const training = { ...plain.training, batch_size: 8, input_noise: 0.25 };
  const fit = {
    characters_per_context: 100,
    long_text: 2000,
    long_text_noise: 0.15,
    characters_per_batch: 4000,
    most_batches: 4,
  };
  const style = { ...plain, training, fit };
  const on = (charCount: number) => {
    const fitted = presetFor(style, { charCount });
    return [fitted.model.block_size, fitted.training.batch_size, fitted.training.input_noise];
  };
  // As the server has it for texts of 300 and of 150 words, for long ones and a tiny one.
  expect([on(1650), on(850), on(7900), on(9000), on(90_000), on(40)]).toEqual([
    [16, 32, 0.25],
    [8, 64, 0.25],
    [64, 8, 0.15],
    [64, 16, 0.15],
    [64, 32, 0.15],
    [8, 64, 0.25],
  ]);
  const kept = presetFor(style, { charCount: 9000 }, true);
  expect(kept.model).toEqual(style.model);
  expect([kept.training.batch_size, kept.training.input_noise]).toEqual([16, 0.15]);
  expect(kept.expected.seconds).toBe(2 * style.expected.seconds);
  expect(presetFor(preset('tuned', 'Tuned'), { charCount: 850 }).model.block_size).toBe(64);
});
