// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NARROW_MAX_PX } from './useNarrow';

it('the styles switch to one column at the width at which the components do', () => {
  // The first page has styles alone and no component that asks.
  const sheets = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.css') && !path.includes('landing') && path.startsWith('components'),
  );
  const phones = sheets.flatMap((path) =>
    [...readFileSync(`src/${path}`, 'utf8').matchAll(/@media \(max-width: (\d+)px\)/g)]
      .map(([, width]) => [path, Number(width)] as const)
      // Wider ones are about columns, not about the thumb.
      .filter(([, width]) => width < 900),
  );
  expect(phones.length).toBeGreaterThan(3);
  for (const [path, width] of phones) expect(width, path).toBe(NARROW_MAX_PX);
});
