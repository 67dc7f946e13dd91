// @vitest-environment node
/** The colours of code must be readable on the card, on the lit line and on what opens below it (WCAG AA). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync('src/styles/tokens.css', 'utf8');
const hex = (name: string): string =>
  new RegExp(`^\\s*--${name}: (#[0-9a-f]{6,8});`, 'm').exec(tokens)?.[1] ?? '';

type Colour = [red: number, green: number, blue: number];
const channels = (text: string): number[] =>
  (text.match(/[0-9a-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));

function over(top: string, ground: Colour): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 255] = channels(top);
  const mixed = [red, green, blue].map(
    (value, i) => value * (alpha / 255) + (ground[i] as number) * (1 - alpha / 255),
  );
  return mixed as Colour;
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Colour, b: Colour): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const card = over(hex('card'), [0, 0, 0]);
const GROUNDS: Record<string, Colour> = {
  card,
  'the lit line': over(hex('lit-from'), card),
  'the row below': over(hex('lit-row'), card),
};
const TEXTS = ['code-keyword', 'code-name', 'code-literal', 'text-2', 'cyan-text'];

describe.each(Object.entries(GROUNDS))('on %s', (place, ground) => {
  // There comments, labels and line numbers wear text-2 or cyan.
  const texts = place === 'the lit line' ? TEXTS : [...TEXTS, 'text-3'];
  it.each(texts)('%s can be read', (name) => {
    expect(hex(name)).not.toBe('');
    expect(contrast(over(hex(name), ground), ground)).toBeGreaterThanOrEqual(4.5);
  });
});

it('letters and figures can be read on a number', () => {
  const chip = over(hex('number-chip'), card);
  for (const name of ['number-letter', 'text']) {
    expect(contrast(over(hex(name), chip), chip)).toBeGreaterThanOrEqual(4.5);
  }
});
