/**
 * A Vite plugin: `@fonts/` holds our two fonts cut to the characters that every page shows and the weights that we use,
 * made whenever a page is built or served. They have less than half the bytes of what the packages offer for Latin,
 * which is fetched as well where a text asks for more.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';

/** ASCII, and what our own words are set with: the `unicode-range` in src/styles/fonts.css. */
export const CHARACTERS = [
  ...Array.from({ length: 95 }, (_, i) => String.fromCodePoint(32 + i)),
  ...'\u00a0\u00b2\u00b3·×–—‘’“”…›↑↓−',
].join('');
const FONTS = [
  // With figures of equal width and the other forms that global.css asks for.
  { name: 'inter-basic', from: 'inter/files/inter-latin-wght-normal.woff2', forms: true },
  // Without ligatures: code is shown as it is typed.
  {
    name: 'mono-basic',
    from: 'jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
    forms: false,
  },
];
const FOLDER = fileURLToPath(new URL('../node_modules/.cache/basic-fonts', import.meta.url));
const require = createRequire(import.meta.url);

async function cutFonts() {
  await mkdir(FOLDER, { recursive: true });
  for (const { name, from, forms } of FONTS) {
    const whole = await readFile(require.resolve(`@fontsource-variable/${from}`));
    const cut = await subsetFont(whole, CHARACTERS, {
      targetFormat: 'woff2',
      variationAxes: { wght: { min: 400, max: 700 } },
      noLayoutClosure: !forms,
    });
    // Whole or not at all: another build may be reading.
    const made = join(FOLDER, `${name}.${process.pid}`);
    await writeFile(made, cut);
    await rename(made, join(FOLDER, `${name}.woff2`));
  }
}

export function basicFonts(): Plugin {
  return {
    name: 'basic-fonts',
    async config(_, { mode }) {
      // Unit tests load no styles.
      if (mode !== 'test') await cutFonts();
      return { resolve: { alias: { '@fonts': FOLDER } } };
    },
  };
}
