import { describe, expect, it } from 'vitest';
import { modelFor, parameterTable, totalOf } from './parameterTable';

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
