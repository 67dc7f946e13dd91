/**
 * A Vite plugin: `virtual:names-list` is datasets/names.txt, read and packed while the page is built, so that the Code
 * Lab has something to learn without asking anybody. Lazily imported it is a chunk of its own.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { packNames } from '../src/lab/packedNames.ts';

const ID = 'virtual:names-list';
const FILE = fileURLToPath(new URL('../../datasets/names.txt', import.meta.url));

/** `without`: build the page although the list is missing; the lab then asks for the person's own lines. */
export function namesList({ file = FILE, without = false } = {}): Plugin {
  return {
    name: 'names-list',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      if (existsSync(file)) {
        this.addWatchFile(file);
        const packed = packNames(readFileSync(file, 'utf8'));
        if (packed !== null) return `export default '${packed}';`;
        return this.error(
          'datasets/names.txt is not the list that datasets.build makes. Make it again: .venv/bin/python -m datasets.build',
        );
      }
      if (without) return "export default '';";
      return this.error(
        'datasets/names.txt is missing, and the Code Lab learns from it. ./setup.sh builds it before the page; ' +
          'by hand: .venv/bin/python -m datasets.build. A page without it: LAB_WITHOUT_NAMES=1.',
      );
    },
  };
}
