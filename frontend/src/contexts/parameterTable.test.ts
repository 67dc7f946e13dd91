import { describe, expect, it } from 'vitest';
import { parameterTable, totalOf } from './parameterTable';

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
