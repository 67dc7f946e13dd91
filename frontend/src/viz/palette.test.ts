// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { palette, tint } from './palette';

const tokens = readFileSync('src/styles/tokens.css', 'utf8');

describe('palette', () => {
  it.each(Object.entries(palette))('%s agrees with the token', (name, value) => {
    const token = new RegExp(`^\\s*--${name}: ([^;]+);`, 'm').exec(tokens)?.[1];
    expect(token).toBe(value);
  });

  it('writes an opacity as two hex digits', () => {
    expect(tint('card', 0.5)).toBe('#17203380');
    expect(tint('card', 0)).toBe('#17203300');
    expect(tint('card', 7)).toBe('#172033ff');
  });
});
