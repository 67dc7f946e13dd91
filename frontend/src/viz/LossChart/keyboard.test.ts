// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { keyboardStep } from './keyboard';

const checkpoints = [0, 50, 100].map((step) => ({ step, trainLoss: 3, valLoss: 3 }));

describe('keyboardStep', () => {
  it.each([
    ['ArrowLeft', null, 100],
    ['ArrowLeft', 100, 50],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 50, 100],
    ['ArrowRight', 100, 100],
    ['Home', 100, 0],
    ['End', null, 100],
    ['Escape', 50, null],
    ['Escape', null, undefined],
    ['a', 50, undefined],
  ] as const)('%s from %s leads to %s', (key, from, to) => {
    expect(keyboardStep(key, checkpoints, from)).toBe(to);
  });

  it('leads nowhere without checkpoints', () => {
    expect(keyboardStep('End', [], null)).toBeUndefined();
  });
});
