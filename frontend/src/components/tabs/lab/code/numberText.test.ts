// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { exactText, numberText } from './numberText';

describe('how numbers are written', () => {
  it.each([
    [0, '0'],
    [22, '22'],
    [-3, '−3'],
    [0.614, '0.61'],
    [-1.234, '−1.23'],
    [0.05432, '0.054'],
    [-0.0012, '−0.0012'],
    [0.000123, '1.2·10⁻⁴'],
    [-4.2e-11, '−4.2·10⁻¹¹'],
  ])('%d is %s', (value, text) => expect(numberText(value)).toBe(text));

  it('gives more figures to the one that is asked about', () => {
    expect(exactText(-0.123456)).toBe('−0.12346');
    expect(exactText(2.5)).toBe('2.5000');
    expect(exactText(Number.NaN)).toBe('NaN');
  });
});
