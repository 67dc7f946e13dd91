// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHARACTERS } from './basicFonts.ts';

it('are offered for just the characters that they have, and these by nothing else', () => {
  const css = readFileSync(new URL('../src/styles/fonts.css', import.meta.url), 'utf8');
  const faces = css.split('@font-face').slice(1);
  expect(faces.filter((face) => face.includes('-basic.woff2'))).toHaveLength(2);
  for (const face of faces) {
    const ranges = face.match(/unicode-range:([^;]*);/)?.[1]?.match(/[\dA-F]+(-[\dA-F]+)?/g) ?? [];
    const offered = ranges.flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map((code) => Number.parseInt(code, 16));
      return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
    });
    const basic = face.includes('-basic.woff2') ? [...CHARACTERS].sort() : [];
    expect(offered.filter((character) => CHARACTERS.includes(character)).sort()).toEqual(basic);
    if (basic.length > 0) expect(offered).toHaveLength(CHARACTERS.length);
    else expect(offered).not.toHaveLength(0);
  }
});
