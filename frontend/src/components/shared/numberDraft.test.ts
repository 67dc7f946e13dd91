// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { boundsText, judgeNumber } from './numberDraft';

describe('judgeNumber', () => {
  const steps = { min: 10, max: 10_000, integer: true };
  const rate = { above: 0, max: 0.1 };
  it.each([
    ['500', steps, 500],
    [' 10 ', steps, 10],
    ['10,000', steps, 10_000],
    ['10 000', steps, 10_000],
    ['0.01', rate, 0.01],
    ['1e-3', rate, 0.001],
    ['0,05', rate, 0.05],
  ])('%o is a number', (draft, bounds, value) => {
    expect(judgeNumber(draft, bounds)).toEqual({ value, error: null });
  });

  it.each([
    ['', steps, 'Needs a number: 10 to 10,000.'],
    ['ten', steps, 'Not a number: 10 to 10,000.'],
    ['9', steps, 'Too small: 10 to 10,000.'],
    ['10001', steps, 'Too large: 10 to 10,000.'],
    ['12.5', steps, 'Whole numbers only: 10 to 10,000.'],
    ['0', rate, 'Too small: above 0, up to 0.1.'],
    ['0.2', rate, 'Too large: above 0, up to 0.1.'],
    ['Infinity', rate, 'Not a number: above 0, up to 0.1.'],
    ['0x10', steps, 'Not a number: 10 to 10,000.'],
  ])('%o is refused', (draft, bounds, error) => {
    expect(judgeNumber(draft, bounds)).toEqual({ value: null, error });
  });

  it('writes bounds as people say them', () => {
    expect(boundsText({ min: 1 })).toBe('at least 1');
    expect(boundsText({ max: 3 })).toBe('up to 3');
    expect(boundsText({})).toBe('');
  });
});
