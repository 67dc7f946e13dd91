/** Vite: `virtual:microgpt-twins` is microgpt.py beside microgpt.js, read and coloured when the page is built. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { buildTwins } from './twins.ts';

const NAME = 'virtual:microgpt-twins';
const RESOLVED = `\0${NAME}`;
const PACKAGE = new URL('../../packages/microgpt/', import.meta.url);

export const SOURCES = {
  python: fileURLToPath(new URL('microgpt.py', PACKAGE)),
  javascript: fileURLToPath(new URL('src/microgpt.js', PACKAGE)),
};

export function readSources() {
  return {
    python: readFileSync(SOURCES.python, 'utf8'),
    javascript: readFileSync(SOURCES.javascript, 'utf8'),
  };
}

export function twinsPlugin(): Plugin {
  return {
    name: 'microgpt-twins',
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return;
      // A change of either file makes the page anew, in development too.
      for (const file of Object.values(SOURCES)) this.addWatchFile(file);
      const twins = JSON.stringify(buildTwins(readSources()));
      // As a string to parse: the browser reads JSON faster than it reads code.
      return `export default JSON.parse(${JSON.stringify(twins)});`;
    },
  };
}
