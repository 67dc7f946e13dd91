/** Compiles src into dist for those who install the package: ES modules with their types. Needs typescript. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(here('dist'), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', here('tsconfig.json')], { stdio: 'inherit' });
// Written by hand, both: the compiler takes the types of one and leaves the other alone.
for (const name of ['microgpt.js', 'microgpt.d.ts'])
  copyFileSync(here(`src/${name}`), here(`dist/${name}`));
