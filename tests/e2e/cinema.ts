/** Tab 2 for browser tests: its slider and pictures, and one finished run that all tests of a file look back on. */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { button, expect, speed, test } from './support';

export const slider = (page: Page) => page.getByRole('slider', { name: 'Training step' });
export const head = (page: Page, layer = 0, number = 0) =>
  page.getByRole('img', { name: `Attention, layer ${layer}, head ${number}`, exact: true });
export const main = (page: Page) => page.getByRole('main');
export const shownStep = async (page: Page) => Number(await slider(page).getAttribute('aria-valuenow'));

export async function openCinema(page: Page, query = '') {
  await page.goto(`/app/attention${query}`);
  await expect(button(page, 'Play')).toBeEnabled();
}

/** Trains the run of tab 2 to its end. */
export async function trainInCinema(page: Page) {
  await openCinema(page, '?seed=7');
  await speed(page, 'Max').click();
  await button(page, 'Play').click();
}

/** One finished run, on the server for as long as the tests of a file. */
interface KeptRun {
  id: string;
  /** The steps that the server kept of it. */
  stops: number[];
}

/**
 * One run for all tests of the file that calls this; what else they start ends with each of them, for the next one
 * needs the machine. Opened, it is as its browser shows it after a reload.
 *
 * train: leads a new page to a run that plays.
 */
export function keptRun(train: (page: Page) => Promise<void>) {
  const run: KeptRun = { id: '', stops: [] };
  let state: Awaited<ReturnType<BrowserContext['storageState']>>;
  test.beforeAll(async ({ browser, baseURL }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ baseURL });
    const page = await context.newPage();
    await train(page);
    await expect(button(page, 'Replay')).toBeEnabled({ timeout: 90_000 });
    run.id = (await page.evaluate(() => sessionStorage.getItem('llmbreaker.current'))) ?? '';
    const history = await page.request.get(`/api/sessions/${run.id}/history`);
    run.stops = ((await history.json()) as { snapshot_steps: number[] }).snapshot_steps;
    state = await context.storageState();
    await context.close();
  });
  test.afterAll(async ({ request, baseURL }) => {
    await request.delete(`${baseURL}/api/sessions/${run.id}`);
  });
  test.afterEach(async ({ page }) => {
    const list = await page.request.get('/api/sessions');
    const { sessions } = (await list.json()) as { sessions: { session_id: string }[] };
    for (const { session_id } of sessions) {
      if (session_id !== run.id) await page.request.delete(`/api/sessions/${session_id}`);
    }
  });
  const open = async (page: Page) => {
    await page.context().addCookies(state.cookies);
    await page.addInitScript((id) => {
      if (!sessionStorage.getItem('llmbreaker.current')) sessionStorage.setItem('llmbreaker.current', id);
    }, run.id);
    await page.goto('/app/attention');
    await expect(button(page, 'Replay')).toBeEnabled();
    await expect(head(page)).toBeVisible();
  };
  return { run, open };
}

/** What a canvas shows, as a short text that differs when a pixel does. */
export const pixels = (picture: Locator) =>
  picture
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

/** Types a kept step into the timeline. */
export async function goTo(page: Page, step: number) {
  const box = page.getByRole('textbox', { name: 'Go to step' });
  await box.fill(String(step));
  await box.press('Enter');
  await expect(slider(page)).toHaveAttribute('aria-valuenow', String(step));
}

/** The picture has come to rest: two looks at it agree. */
export async function rested(picture: Locator) {
  let before = '';
  // Longer than usual: on a busy machine the letters' trails grow until every stop has been fetched.
  await expect
    .poll(
      async () => {
        const now = await pixels(picture);
        const same = now === before;
        before = now;
        return same;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  return before;
}
