/** What every browser test shares: a page whose console must stay clean, and short words for what people do. */
import { type Page, test as base, expect } from '@playwright/test';

/** Chromium's notices about software rendering; nothing else may be said in the console. */
const ALLOWED = [/GPU stall due to ReadPixels/, /software WebGL/i];
/** What the browser itself reports of answers that a test provokes on purpose. */
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

export const test = base.extend<{ refusalsExpected: boolean }>({
  refusalsExpected: [false, { option: true }],
  page: async ({ page, refusalsExpected }, use) => {
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(`pageerror: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (!['error', 'warning'].includes(message.type())) return;
      if (ALLOWED.some((pattern) => pattern.test(text))) return;
      if (refusalsExpected && REFUSED.test(text)) return;
      said.push(`${message.type()}: ${text}`);
    });
    await use(page);
    expect(said, 'the console must stay clean').toEqual([]);
  },
});

export const button = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true });

export const speed = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });

/** The samples' list items that hold a text: "Step 50 …". */
export const written = (page: Page) =>
  page
    .getByRole('region', { name: 'Generated text' })
    .getByRole('listitem')
    .filter({ hasText: /^Step \d+/, hasNotText: 'not written yet' });

/** The step counter's figure. */
export async function currentStep(page: Page): Promise<number> {
  const counter = page.getByText(/^[\d,]+\s+of [\d,]+$/).filter({ visible: true });
  const [figure] = (await counter.first().innerText()).split(/\s/);
  return Number(figure?.replaceAll(',', ''));
}

/** Opens tab 1 ready to play. */
export async function openWatch(page: Page, query = '') {
  await page.goto(`/app/watch${query}`);
  await expect(button(page, 'Play')).toBeEnabled();
}

/** Plays to the end at full speed. */
export async function trainToTheEnd(page: Page) {
  await speed(page, 'Max').click();
  await button(page, 'Play').click();
  await expect(button(page, 'Replay')).toBeEnabled({ timeout: 90_000 });
}

export { expect };
