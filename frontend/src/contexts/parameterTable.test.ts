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

describe('parameterTable', () => {
  it.each([
    ['the design’s model on 65 characters', { vocab_size: 65 }, 8368],
    ['on our Shakespeare', TUNED, 8384],
    ['on 36 characters', { vocab_size: 36 }, 7904],
    ['the modern one', MODERN, 8608],
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
  const fit = { characters_per_context: 100, long_text: 2000, long_text_noise: 0.15 };
  const style = { ...plain, training, fit };
  const on = (charCount: number) => {
    const fitted = presetFor(style, { charCount });
    return [fitted.model.block_size, fitted.training.batch_size, fitted.training.input_noise];
  };
  // As the server has it for texts of 300 and of 150 words, for a long one and a tiny one.
  expect([on(1650), on(850), on(9000), on(40)]).toEqual([
    [16, 32, 0.25],
    [8, 64, 0.25],
    [64, 8, 0.15],
    [8, 64, 0.25],
  ]);
  expect(presetFor(preset('tuned', 'Tuned'), { charCount: 850 }).model.block_size).toBe(64);
});
