// What the page makes of a run's weights and of what it expects after a text, as JSON.
// Usage: node big_brother.mjs http://localhost:PORT SESSION STEP TEXT
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const frontend = new URL('../../frontend/', import.meta.url);
const require = createRequire(new URL('package.json', frontend));
const { build } = await import(pathToFileURL(require.resolve('vite')).href);

/** A module of the page, as Node can run it. */
async function moduleOf(path) {
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(frontend),
    resolve: { alias: { '@': fileURLToPath(new URL('src', frontend)) } },
    build: { ssr: fileURLToPath(new URL(path, frontend)), write: false },
  });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

const [base, session, step, text] = process.argv.slice(2);
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
console.log(
  JSON.stringify({
    ...brother,
    parameters: brother.parameters.map((matrix) => ({ ...matrix, data: [...matrix.data] })),
    expectations: expectations.map((row) => [...row]),
    apart: largestDifference(expectations, twice).largest,
  }),
);
