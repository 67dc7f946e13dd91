/**
 * Fails the build when a first load grows: scripts and styles that the landing page fetches before anyone presses Launch,
 * those that the Code Lab needs before it trains, and all that it shows before anyone presses anything (three.js comes
 * after), must stay under budgets of gzipped bytes. The two fonts that every page shows (compressed already) count for
 * what the Code Lab needs before it trains.
 *
 * Usage: node scripts/check-first-load.mjs [folder of the built page, from the current one]
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const folder = process.argv[2] ?? new URL('../dist', import.meta.url).pathname;
const dist = pathToFileURL(`${resolve(folder)}/`);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const LAB = 'src/components/tabs/lab/LabWithServer.tsx';
const NAMES = 'virtual:names-list';
/** Either frame that shows the lab: the whole app's, or the one of the lab alone. */
const FRAMES = ['src/components/dashboard/Dashboard.tsx', 'src/components/site/LabSite.tsx'];
const CODE = 'src/components/tabs/lab/CodePanel.tsx';
/** Only where the app has a server. */
const BROTHER = 'src/components/tabs/lab/BrotherCard.tsx';
const first = ['index.html', ...FRAMES, LAB, NAMES];
const LOADS = [
  { what: 'landing page', budget: 100_000, from: ['index.html'] },
  {
    what: 'Code Lab with its fonts, until it can train',
    budget: 300_000,
    from: first,
    fonts: true,
  },
  {
    what: 'Code Lab with all that is seen of it',
    budget: 300_000,
    from: [...first, CODE, BROTHER],
  },
];

/** Files of some entries and of all that they import at once, with the workers they start. */
function filesOf(entries) {
  const files = new Set();
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const { file, imports = [], assets = [], css = [] } = manifest[key];
    for (const own of [file, ...css]) files.add(own);
    for (const asset of assets) if (asset.endsWith('.js')) files.add(asset);
    imports.forEach(visit);
  };
  entries.filter((key) => key in manifest).forEach(visit);
  return [...files];
}

const isFont = (file) => file.endsWith('.woff2');
const FONTS = Object.values(manifest)
  .map(({ file }) => file)
  .filter((file) => /\b(inter|mono)-basic-/.test(file));
if (FONTS.length !== 2) throw new Error(`The fonts of every page are ${FONTS.join(', ')}.`);

for (const { what, budget, from, fonts = false } of LOADS) {
  const sizes = [...filesOf(from), ...(fonts ? FONTS : [])].map((file) => {
    const content = readFileSync(new URL(file, dist));
    return { file, bytes: (isFont(file) ? content : gzipSync(content)).length };
  });
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const report = sizes.map(({ file, bytes }) => `  ${String(bytes).padStart(7)}  ${file}`);
  process.stdout.write(`${what}, first load: ${total} of ${budget} bytes (gzip)\n`);
  process.stdout.write(`${report.join('\n')}\n`);
  if (total <= budget) continue;
  process.stderr.write(
    `The ${what} loads ${total - budget} bytes too many: import a part lazily.\n`,
  );
  process.exitCode = 1;
}
for (const keys of [FRAMES, [NAMES], [CODE]]) {
  if (keys.some((key) => key in manifest)) continue;
  process.stderr.write(`${keys.join(' or ')} is no chunk of its own: what loads cannot be told.\n`);
  process.exitCode = 1;
}
