// What the page makes of a run's weights and of what it expects after a text, as JSON.
// Usage: node big_brother.mjs http://localhost:PORT SESSION STEP TEXT FOLDER (for what is built on the way)
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const frontend = new URL('../../frontend/', import.meta.url);
const require = createRequire(new URL('package.json', frontend));
const { build } = await import(pathToFileURL(require.resolve('vite')).href);

const [base, session, step, text, folder] = process.argv.slice(2);

/** A module of the page, as Node can run it. */
async function moduleOf(path) {
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(frontend),
    resolve: { alias: { '@': fileURLToPath(new URL('src', frontend)) } },
    build: { ssr: fileURLToPath(new URL(path, frontend)), write: false },
  });
  const file = join(folder, `${path.replaceAll('/', '-')}.mjs`);
  await writeFile(file, output[0].code);
  return import(pathToFileURL(file).href);
}

const url = (call) => `${base}/api/sessions/${session}/${call}`;
const rest = {
  weights: async (_, wanted) =>
    (await fetch(url(`export?format=safetensors&step=${wanted}`))).arrayBuffer(),
  inspect: async (_, body) => {
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch(url('inspect'), { method: 'POST', headers, body: JSON.stringify(body) })).json();
  },
};

const { fetchBigBrother, fetchExpectations } = await moduleOf('src/contexts/bigBrother.ts');
const { largestDifference } = await moduleOf('src/contexts/parity.ts');
// Another order than the server's, as the page's may be.
const chars = [...'zyxwvutsrqponmlkjihgfedcba'];
const brother = await fetchBigBrother(rest, session, chars, Number(step));
const expectations = await fetchExpectations(rest, brother, text);
const twice = await fetchExpectations(rest, brother, text);

/** The largest difference to the lab's own engines with these weights, by engine, while they write a name. */
async function inTheLab() {
  const toolbox = 'packages/microgpt/src/index.ts';
  if (!existsSync(new URL(toolbox, frontend))) return null;
  const { createEngine } = await moduleOf(toolbox);
  const found = {};
  for (const kind of ['value', 'fast']) {
    const engine = createEngine([chars.join('')], brother.settings, kind);
    const twin = await fetchBigBrother(rest, session, engine.chars, Number(step));
    engine.load(twin.parameters);
    const written = [...engine.write({ temperature: 1, seed: 3 })];
    const name = written.slice(0, -1).map(({ char }) => char ?? '').join('');
    const ours = written.map(({ probabilities }) => probabilities);
    found[kind] = largestDifference(ours, await fetchExpectations(rest, twin, name));
  }
  return found;
}

console.log(
  JSON.stringify({
    ...brother,
    parameters: brother.parameters.map((matrix) => ({ ...matrix, data: [...matrix.data] })),
    expectations: expectations.map((row) => [...row]),
    apart: largestDifference(expectations, twice).largest,
    lab: await inTheLab(),
  }),
);
