// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { heat, heatWord, inkOn, rgb } from './heat';
import { palette } from './palette';

const luminance = (color: readonly number[]) =>
  color
    .map((byte) =>
      byte / 255 <= 0.03928 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
    )
    .reduce((sum, part, i) => sum + part * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);

describe('heat', () => {
  it('passes the three named colours at √weight 0, .5 and 1', () => {
    expect(heat(0)).toEqual([255, 255, 255]);
    expect(heat(0.25)).toEqual(rgb(palette['blue-text']));
    expect(heat(1)).toEqual([30, 58, 138]);
  });

  it('gets darker with every weight', () => {
    const steps = Array.from({ length: 101 }, (_, i) => luminance(heat(i / 100)));
    for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeLessThan(steps[i - 1] ?? 0);
  });

  it('takes what is no weight for the nearest one', () => {
    expect(heat(Number.NaN)).toEqual(heat(0));
    expect(heat(-1)).toEqual(heat(0));
    expect(heat(7)).toEqual(heat(1));
    expect(heatWord(Number.NaN)).toBe(0xffffffff);
    expect(heatWord(Number.POSITIVE_INFINITY)).toBe(heatWord(1));
  });

  it('packs the same colour for image data', () => {
    for (const weight of [0, 0.04, 0.25, 0.7, 1]) {
      const word = heatWord(weight);
      const bytes = [word & 255, (word >> 8) & 255, (word >> 16) & 255, word >>> 24];
      const [r, g, b] = heat(weight);
      for (const [i, wanted] of [r, g, b, 255].entries()) {
        expect(Math.abs((bytes[i] ?? -9) - wanted)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('finds readable ink for every cell', () => {
    for (let weight = 0; weight <= 1; weight += 0.01) {
      const ink = inkOn(weight) === 'var(--ink)' ? rgb('#081226') : rgb('#ffffff');
      const [low, high] = [luminance(ink), luminance(heat(weight))].sort((a, b) => a - b);
      expect(((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)).toBeGreaterThan(4.2);
    }
  });
});
