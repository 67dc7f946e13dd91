/** Tab 4 as a person uses it, with no server at all: the built page comes from a plain file server, and nothing answers /api. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { seriousViolations } from './axe';
import { type Files, serveFolder } from './files';
import { button, expect, test } from './support';

const FRONTEND = resolve(__dirname, '../../frontend');
const PAGE = process.env.PAGE_DIR ?? join(FRONTEND, 'dist');

const radio = (page: Page, name: string | RegExp) => page.getByRole('radio', { name, exact: typeof name === 'string' });
const network = (page: Page) => page.getByRole('region', { name: 'Network' });
const made = (page: Page) => page.getByRole('region', { name: 'Generated text' });

/** "step 342 of 1,000" as two numbers. */
async function counter(page: Page): Promise<[number, number]> {
  const words = await page.getByText(/of [\d,]+$/).filter({ visible: true }).first().innerText();
  const [step, planned] = [...words.matchAll(/[\d,]+/g)].map(([figure]) => Number(figure.replaceAll(',', '')));
  return [step ?? Number.NaN, planned ?? Number.NaN];
}
const step = async (page: Page) => (await counter(page))[0];
const loss = async (page: Page) =>
  Number(await page.getByRole('region', { name: 'Loss' }).locator('b').first().innerText());

let files: Files;
const asked: string[] = [];
test.beforeAll(async () => {
  if (!existsSync(join(PAGE, 'index.html'))) throw new Error(`No page is built in ${PAGE}: npm run build.`);
  files = await serveFolder(PAGE, { fallback: true });
});
test.afterAll(() => files.close());
test.beforeEach(async ({ page }) => {
  asked.length = 0;
  page.on('request', (request) => {
    if (/^\/(api|socket\.io)\b/.test(new URL(request.url()).pathname)) asked.push(request.url());
  });
});
test.afterEach(() => {
  expect(asked, 'no server may be asked for anything').toEqual([]);
});

async function openLab(page: Page) {
  await page.goto(`${files.url}app/lab`);
  await expect(button(page, 'Train')).toBeEnabled();
}

/** Trains a model to its planned end with the fast engine. */
async function trained(page: Page) {
  await openLab(page);
  await radio(page, /^fast/).click();
  await expect(radio(page, /^fast/)).toBeChecked();
  await button(page, 'Train').click();
  await expect(button(page, 'Continue')).toBeVisible({ timeout: 30_000 });
}

test('trains, pauses, steps, changes the engine, and goes on past the end', async ({ page }) => {
  await openLab(page);
  await expect(page.getByText('Runs inside this page, 4,192 parameters, no server needed')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  const bar = page.getByRole('region', { name: 'Training' });
  const places = () =>
    bar.evaluate((all) => [...all.querySelectorAll('[role="radiogroup"], .lab-where')].map((one) => one.getBoundingClientRect().toJSON()));
  const atRest = await places();
  await button(page, 'Train').click();
  await expect.poll(() => step(page)).toBeGreaterThan(20);
  await button(page, 'Pause').click();
  await expect(button(page, 'Resume')).toBeEnabled();
  const rested = await step(page);
  await button(page, 'Step').click();
  await expect.poll(() => step(page)).toBe(rested + 1);
  await radio(page, /^fast/).click();
  await expect(radio(page, /^fast [\d.]+k? tokens\/s/)).toBeChecked();
  await button(page, 'Resume').click();
  await expect(button(page, 'Continue')).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => counter(page)).toEqual([1000, 1000]);
  expect(await places(), 'figures that change move nothing').toEqual(atRest);
  // Blind guessing is 3.30; a model of this size comes to about 2.3.
  await expect.poll(() => loss(page)).toBeLessThan(2.6);
  await expect(made(page).getByText('step 1,000')).toBeVisible();
  await expect(made(page).getByRole('listitem')).toHaveCount(10);
  // Past the end: the plan grows by as many steps, and the loss stays a number.
  await button(page, 'Continue').click();
  await expect.poll(() => counter(page), { timeout: 30_000 }).toEqual([2000, 2000]);
  await expect(button(page, 'Continue')).toBeVisible();
  await expect.poll(() => loss(page)).toBeLessThan(2.6);
  // A new beginning asks first.
  await button(page, 'Reset').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep it' }).click();
  expect(await step(page)).toBe(2000);
  await button(page, 'Reset').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Begin again' }).click();
  await expect.poll(() => counter(page)).toEqual([0, 1000]);
  await expect(button(page, 'Train')).toBeEnabled();
});

test('shows itself in the small fonts of every page and fetches no others', async ({ page }) => {
  const fonts = new Set<string>();
  page.on('request', (request) => {
    const [, name] = /\/([a-z-]+)-[^/]*\.woff2$/.exec(request.url()) ?? [];
    if (name) fonts.add(name);
  });
  await trained(page);
  await expect(page.getByText('Python, to read')).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  expect([...fonts].sort()).toEqual(['inter-basic', 'mono-basic']);
});

test('obeys the keys of the other tabs', async ({ page }) => {
  await openLab(page);
  await page.keyboard.press('.');
  await expect.poll(() => step(page)).toBe(1);
  await page.keyboard.press('Space');
  await expect(button(page, 'Pause')).toBeVisible();
  await page.keyboard.press('[');
  await expect(radio(page, 'Step by step')).toBeChecked();
  await page.keyboard.press('s');
  await expect(button(page, 'Continue')).toBeVisible();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('The walk through the code');
  await expect(keys.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
});

test('writes what it is asked for, at once and letter by letter', async ({ page }) => {
  await trained(page);
  await page.getByRole('spinbutton', { name: 'Samples' }).fill('3');
  const slider = page.getByRole('slider', { name: 'Temperature' });
  await slider.focus();
  await slider.press('Home');
  await expect(slider).toHaveValue('0.1');
  await button(page, 'Generate').click();
  await expect(made(page).getByRole('listitem')).toHaveCount(3);
  // More than fit scroll, each as high as one of few, and the first is in sight.
  await page.getByRole('spinbutton', { name: 'Samples' }).fill('50');
  await button(page, 'Generate').click();
  const rows = made(page).getByRole('listitem');
  await expect(rows).toHaveCount(50);
  const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
  await expect(rows.first()).toBeInViewport({ ratio: 1 });
  await expect(rows.last()).not.toBeInViewport();
  await rows.last().scrollIntoViewIfNeeded();
  await expect(rows.last()).toBeInViewport({ ratio: 1 });
  await button(page, 'Letter by letter').click();
  const bars = made(page).getByRole('list');
  await expect(bars).toHaveAccessibleName('The first character');
  await expect(bars.getByRole('listitem')).toHaveCount(5);
  await button(page, 'Next letter').click();
  await expect(bars).toHaveAccessibleName(/^After [a-z]$/);
  await button(page, 'To the end').click();
  await expect(button(page, 'Another')).toBeVisible({ timeout: 20_000 });
  await button(page, 'All names').click();
  await expect(made(page).getByRole('listitem')).toHaveCount(50);
});

test('the form refuses with a sentence, counts what it makes, and learns own lines', async ({ page }) => {
  await openLab(page);
  await button(page, 'Step').click();
  await expect.poll(() => step(page)).toBe(1);
  await button(page, 'Model').click();
  const form = page.getByRole('dialog', { name: 'Model' });
  await expect(form.getByText('4,192 parameters')).toBeVisible();
  const heads = form.getByRole('textbox', { name: 'Heads' });
  await heads.fill('3');
  await expect(form.getByText('3 heads cannot share an embedding of 16 evenly')).toBeVisible();
  await form.getByRole('textbox', { name: 'Layers' }).fill('9');
  await expect(form.getByText('Too large: 1 to 4.')).toBeVisible();
  await button(page, 'Use this model').click();
  await expect(form.getByRole('alert')).toContainText('not right yet');
  await form.getByRole('textbox', { name: 'Layers' }).fill('2');
  await form.getByRole('textbox', { name: 'Embedding' }).fill('24');
  await expect(form.getByText('parameters').first()).not.toHaveText('4,192 parameters');
  await radio(page, 'My own lines').click();
  const lines = form.getByRole('textbox', { name: 'Your lines' });
  await lines.fill('berlin');
  await expect(form.getByText('At least 2 lines are needed, there is one.')).toBeVisible();
  await lines.fill('berlin\nrome\nparis\noslo\n');
  await expect(form.getByText('4 lines, 19 characters, 11 different ones, the longest has 6.')).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await button(page, 'Use this model').click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('1 step is lost');
  await question.getByRole('button', { name: 'Begin anew' }).click();
  await expect(form).toHaveCount(0);
  await expect.poll(() => counter(page)).toEqual([0, 1000]);
  await expect(made(page).getByRole('heading', { name: 'Lines it made up' })).toBeVisible();
});

test('walks through the code line by line, and a number tells where it comes from', async ({ page }) => {
  await openLab(page);
  await button(page, 'Random numbers').click();
  const parts = page.getByRole('dialog', { name: 'Parts of the code' });
  await expect(parts).toBeInViewport({ ratio: 1 });
  await parts.getByRole('button', { name: /^All parts/ }).scrollIntoViewIfNeeded();
  await expect(parts.getByRole('button', { name: /^All parts/ })).toBeInViewport();
  await page.keyboard.press('Escape');
  await radio(page, 'Line by line').click();
  await button(page, 'Train').click();
  const walk = page.getByRole('toolbar', { name: 'Walk through the step' });
  await expect(walk.getByText(/^\d+ of \d+$/)).toBeVisible();
  await button(page, 'Pause').click();
  const place = async () => Number((await walk.getByText(/^\d+ of \d+$/).innerText()).split(' ')[0]);
  const before = await place();
  await button(page, 'Step').click();
  await expect.poll(place).toBe(before + 1);
  for (let i = before + 1; i < 14; i++) await button(page, 'Next line').click();
  await expect(page.locator('.twin-value')).toBeVisible();
  await expect.poll(() => step(page)).toBe(1);
  expect(await seriousViolations(page)).toEqual([]);
  await radio(page, 'Step by step').click();
  await button(page, 'Resume').click();
  await expect.poll(() => step(page)).toBeGreaterThan(2);
  // The walk is of a step that is gone by now: its buttons begin the next one.
  await button(page, 'Pause').click();
  await expect(button(page, 'Resume')).toBeEnabled();
  const rested = await step(page);
  await radio(page, 'Line by line').click();
  await expect(walk.getByText('next step, from its first line')).toBeVisible();
  await button(page, 'Next line').click();
  await expect.poll(place).toBe(1);
  await expect.poll(() => step(page)).toBe(rested + 1);
});

test('shows the network in 3D and flat, every head, and the letters', async ({ page }) => {
  await trained(page);
  const picture = network(page);
  await expect(picture.locator('[data-standing="true"] canvas')).toBeVisible({ timeout: 20_000 });
  // The main picture, and every part of the usual network by name.
  expect((await picture.locator('.network3d').boundingBox())?.height).toBeGreaterThan(240);
  for (const name of ['letters', 'embedding', 'sum', 'norm', 'attention', 'projection', 'MLP', 'logits', 'next letter']) {
    await expect(picture.locator('.network-names').getByText(name, { exact: true })).toBeVisible();
  }
  await button(page, 'Full screen').click();
  for (const name of ['Continue', 'Step']) await expect(picture.getByRole('button', { name })).toBeVisible();
  await button(page, 'Full screen').click();
  await expect(picture.getByRole('button', { name: 'Continue' })).toHaveCount(0);
  await picture.getByRole('button', { name: '2D', exact: true }).click();
  await expect(picture.locator('[data-standing="true"]')).toHaveCount(0);
  await expect(picture.getByRole('img').first()).toBeVisible();
  await radio(page, 'Attention').click();
  await expect(picture.getByRole('img', { name: /^Attention, layer 0, head/ })).toHaveCount(4);
  await picture.getByRole('button', { name: '3D', exact: true }).click();
  await expect(picture.locator('.bars3d[data-drawn="true"]')).toBeVisible({ timeout: 20_000 });
  await radio(page, 'Letters').click();
  await expect(picture.getByRole('img', { name: 'Embedding map' })).toBeVisible();
  await expect(picture.getByText(/Two directions that carry \d+% of the differences/).first()).toBeAttached();
  await picture.getByRole('button', { name: '3D', exact: true }).click();
  await expect(picture.getByText(/Three directions that carry \d+% of the differences/).first()).toBeAttached();
  expect(await seriousViolations(page)).toEqual([]);
});

test('goes on, form, pictures and all, when whoever served it is gone', async ({ page, context }) => {
  const fetched: string[] = [];
  page.on('requestfinished', (request) => fetched.push(new URL(request.url()).pathname));
  await openLab(page);
  const early = ['ModelDrawer', 'LetterByLetter', 'ValueRow', 'Inspector', 'WalkBar', 'AttentionView', 'LettersView', 'Bars3D', 'Network3D'];
  const waited = () => early.filter((name) => !fetched.some((path) => path.startsWith(`/assets/${name}-`)));
  await expect.poll(waited, { timeout: 20_000 }).toEqual([]);
  await radio(page, 'Step by step').click();
  await button(page, 'Train').click();
  await context.setOffline(true);
  await button(page, 'Model').click();
  await expect(page.getByRole('dialog', { name: 'Model' })).toBeVisible();
  await page.keyboard.press('Escape');
  await radio(page, 'Attention').click();
  await network(page).getByRole('button', { name: '3D', exact: true }).click();
  await expect(network(page).locator('.bars3d[data-drawn="true"]')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => step(page)).toBeGreaterThan(2);
  await context.setOffline(false);
});

test.describe('360 pixels wide', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('one column, controls in reach, nothing wider than the screen', async ({ page }) => {
    await openLab(page);
    for (const name of ['Train', 'Stop', 'Step']) await expect(button(page, name)).toBeInViewport();
    await radio(page, /^fast/).click();
    await button(page, 'Train').click();
    await expect(button(page, 'Continue')).toBeVisible({ timeout: 30_000 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    expect(await seriousViolations(page)).toEqual([]);
  });
});

test('alone, built for any host and any path', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-'));
  const build = ['vite', 'build', '-c', 'vite.lab.config.ts', '--logLevel', 'error', '--outDir', folder, '--emptyOutDir'];
  await promisify(execFile)('npx', build, { cwd: FRONTEND });
  const site = await serveFolder(folder, { path: '/some/where/' });
  try {
    await page.goto(site.url);
    await page.getByRole('link', { name: 'Launch' }).click();
    await expect(page).toHaveURL(`${site.url}#/app/lab`);
    await expect(page.getByRole('link', { name: 'Watch It Learn' })).toHaveCount(0);
    await radio(page, /^fast/).click();
    await button(page, 'Train').click();
    await expect(button(page, 'Continue')).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => loss(page)).toBeLessThan(2.6);
    await page.reload();
    await expect(button(page, 'Train')).toBeEnabled();
    for (const name of ['microgpt.py', 'microgpt.js']) {
      const saving = page.waitForEvent('download');
      await button(page, name).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe(name);
      const source = join(FRONTEND, 'packages/microgpt', name.endsWith('.js') ? 'src' : '', name);
      expect(await readFile(await saved.path(), 'utf8')).toBe(await readFile(source, 'utf8'));
    }
    await page.goto(`${site.url}#/nowhere`);
    await expect(page.getByRole('link', { name: 'Launch' })).toBeVisible();
    expect(site.missing).toEqual([]);
    // What still loads in the rest of the lab must not meet a server that is gone.
    await page.goto('about:blank');
  } finally {
    await site.close();
    await rm(folder, { recursive: true });
  }
});
