/**
 * Fails the build when the landing page's first load grows: the scripts it fetches before anyone
 * presses Launch must stay under a budget of gzipped bytes.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 100_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const first = new Set();
const visit = (key) => {
  if (first.has(key)) return;
  first.add(key);
  for (const next of manifest[key].imports ?? []) visit(next);
};
visit('index.html');

const sizes = [...first].map((key) => {
  const { file } = manifest[key];
  return { file, bytes: gzipSync(readFileSync(new URL(file, dist))).length };
});
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
const report = sizes.map(({ file, bytes }) => `  ${String(bytes).padStart(7)}  ${file}`).join('\n');
process.stdout.write(
  `landing page, first load: ${total} of ${BUDGET_BYTES} bytes (gzip)\n${report}\n`,
);
if (total > BUDGET_BYTES) {
  process.stderr.write(
    `The landing page loads ${total - BUDGET_BYTES} bytes too many: import the heavy part lazily.\n`,
  );
  process.exit(1);
}
