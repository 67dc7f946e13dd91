// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from './src/index.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const OUTSIDE = mkdtempSync(join(tmpdir(), 'microgpt-'));
const PACKAGE = join(OUTSIDE, 'node_modules', 'microgpt');

/** Packs the folder as `npm pack` does for others, and unpacks it where somebody else would install it. */
beforeAll(() => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', '--offline', '--silent', '--pack-destination', OUTSIDE], {
    cwd: HERE,
    stdio: 'pipe',
  });
  const [archive = ''] = readdirSync(OUTSIDE).filter((name) => name.endsWith('.tgz'));
  mkdirSync(PACKAGE, { recursive: true });
  execFileSync('tar', ['-xzf', join(OUTSIDE, archive), '-C', PACKAGE, '--strip-components=1']);
}, 120_000);

afterAll(() => rmSync(OUTSIDE, { recursive: true, force: true }));

/** What a program of somebody else's prints, as JSON. */
function outsider(code: string): unknown {
  const path = join(OUTSIDE, 'program.mjs');
  writeFileSync(path, code);
  return JSON.parse(execFileSync(process.execPath, [path], { cwd: OUTSIDE, encoding: 'utf8' }));
}

describe('the packed package', () => {
  it('trains for an outsider as it does here', () => {
    const names = ['emma', 'olivia', 'noah', 'liam'];
    const found = outsider(`
      import { createEngine } from 'microgpt';
      const out = {};
      for (const kind of ['value', 'fast']) {
        const engine = createEngine(${JSON.stringify(names)}, { nEmbd: 8, steps: 10 }, kind);
        engine.train(3);
        out[kind] = [[...engine.losses()], engine.generate({ count: 2 }).map(({ text }) => text)];
      }
      console.log(JSON.stringify(out));
    `);
    const own = (kind: 'value' | 'fast') => {
      const engine = createEngine(names, { nEmbd: 8, steps: 10 }, kind);
      engine.train(3);
      return [[...engine.losses()], engine.generate({ count: 2 }).map(({ text }) => text)];
    };
    expect(found).toEqual({ value: own('value'), fast: own('fast') });
  });

  it('has the file itself, with what its types promise', () => {
    const names = outsider(`
      import * as twin from 'microgpt/twin';
      console.log(JSON.stringify(Object.keys(twin)));
    `);
    const types = readFileSync(join(PACKAGE, 'dist/microgpt.d.ts'), 'utf8');
    const declared = [...types.matchAll(/^export (?:class|function|const) (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect([...(names as string[])].sort()).toEqual(declared.sort());
  });

  it('brings types, licence, words and the Python twin, and nothing else', () => {
    const files = (readdirSync(PACKAGE, { recursive: true }) as string[]).sort();
    const { exports, dependencies } = JSON.parse(
      readFileSync(join(PACKAGE, 'package.json'), 'utf8'),
    );
    for (const entry of Object.values(exports) as (string | Record<string, string>)[]) {
      for (const path of typeof entry === 'string' ? [entry] : Object.values(entry)) {
        expect(files).toContain(path.replace('./', ''));
      }
    }
    expect(dependencies).toBeUndefined();
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'microgpt.py']));
    const foreign = files.filter(
      (path) => !/^dist|^(LICENSE|README\.md|microgpt\.py|package\.json)$/.test(path),
    );
    expect(foreign).toEqual([]);
    expect(files.filter((path) => /test|fixtures/.test(path))).toEqual([]);
  });
});
