/** Ask and the pictures around it, as a person uses them: nothing out of sight, every weight to be read, and one step for all parts. */
import type { Locator, Page } from '@playwright/test';
import { button, expect, speed, test } from './support';

const prompt = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const weight = /Attention from '.' back to '.' = [01]\.\d\d/;

/** Sixteen heads, ready to play. */
async function manyHeads(page: Page, steps: number) {
  await page.goto('/app/attention');
  await page.evaluate(async (max_iters) => {
    const body = JSON.stringify({
      ...{ feature_type: 'attention_cinema', dataset_id: 'shakespeare', seed: 7 },
      model: { n_layer: 2, n_head: 8, n_embd: 32, block_size: 64 },
      hyperparameters: { max_iters, warmup_steps: 5 },
    });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/sessions/create', { method: 'POST', headers, body });
    const { session_id } = (await answer.json()) as { session_id: string };
    sessionStorage.setItem('llmbreaker.current', session_id);
  }, steps);
  await page.reload();
}

test.afterEach(async ({ page }) => {
  const list = await page.request.get('/api/sessions');
  const { sessions } = (await list.json()) as { sessions: { session_id: string }[] };
  for (const { session_id } of sessions) await page.request.delete(`/api/sessions/${session_id}`);
});

const boxOf = async (what: Locator) => {
  const box = await what.boundingBox();
  if (!box) throw new Error('nothing is drawn there');
  return box;
};

/** Points at a cell well inside the triangle. */
async function pointAt(page: Page, picture: Locator) {
  const { x, y, width, height } = await boxOf(picture);
  await page.mouse.move(x + width * 0.2, y + height * 0.75);
  await page.mouse.move(x + width * 0.3, y + height * 0.8);
}

test('a question shows every head, says every weight, and keeps its places', async ({ page }) => {
  await manyHeads(page, 30);
  await speed(page, 'Max').click();
  await button(page, 'Play').click();
  await expect(button(page, 'Replay')).toBeEnabled({ timeout: 60_000 });

  // The overview says what is pointed at.
  await pointAt(page, page.getByRole('img', { name: 'Attention, layer 1, head 3' }).locator('canvas'));
  await expect(page.locator('.reading-title')).toHaveText(new RegExp(`^Reading Layer 1 · Head 3: ${weight.source}$`));
  await button(page, '3D').hover();
  await expect(page.getByRole('tooltip')).toContainText('Opens one head in Detail (now layer 0, head 0)');

  await button(page, 'Ask').click();
  const heads = page.getByRole('button', { name: /^Layer \d, head \d: .* Enlarge$/ });
  await expect(heads).toHaveCount(16);
  await expect(page.getByText('Left out')).toHaveCount(0);
  const sights = await page.locator('.ask-head').evaluateAll((all) =>
    all.map((one) => {
      const { left, right, bottom, width, height } = one.getBoundingClientRect();
      const panel = one.closest('.ask-main')?.getBoundingClientRect();
      const inside = panel && left >= panel.left && right <= panel.right && bottom <= panel.bottom;
      return Boolean(inside) && width > 40 && height > 40;
    }),
  );
  expect(sights, 'every head is whole and in sight').toEqual(Array(16).fill(true));
  await expect(page.locator('.ask-scroll'), 'the opening fits').toHaveAttribute('data-cut', 'none');

  const picture = page.locator('.ask-head canvas').first();
  const places = async () => [await boxOf(page.locator('.ask-table')), await boxOf(picture)].map(({ x, y, height }) => [x, y, height]);
  const before = await places();
  await prompt(page).fill('To be, or not to be, that is the question: whether it is nobler 猫 in the mind');
  await expect(page.getByText('Left out: 猫. It never met this.')).toBeVisible();
  await expect(page.getByText('Only the last 64 characters are read, not')).toBeVisible();
  expect(await places(), 'a long text moves nothing').toEqual(before);
  await expect(page.locator('.ask-more-start')).toBeVisible();

  await pointAt(page, picture);
  await expect(page.locator('.ask-said')).toHaveText(weight);
  await heads.nth(2).focus();
  await page.keyboard.press('Enter');
  const large = page.getByRole('region', { name: /^Layer .* in your text$/ });
  await expect(large.getByText('One row, one character')).toBeVisible();
  await pointAt(page, large.locator('canvas'));
  await expect(large.locator('.ask-large-said')).toHaveText(weight);
  await page.keyboard.press('Escape');
  await expect(large).toHaveCount(0);
  await expect(heads.nth(2)).toBeFocused();

  await prompt(page).fill('o');
  await expect(page.getByText('One character can only look at itself')).toBeVisible();
  await button(page, '3D').hover();
  await expect(page.getByRole('tooltip')).toContainText('Ask is flat');

  await button(page, 'Letters').click();
  await expect(page.getByText(/(have parted from|No family has parted)/)).toBeVisible();
});

test('while it trains, table, heads and writing tell of one step', async ({ page }) => {
  await page.goto('/app/attention?seed=7');
  await speed(page, '1x').click();
  await button(page, 'Play').click();
  await button(page, 'Ask').click();
  /** The steps that the table's hint, the bars and the writing name, at one moment. */
  const told = () =>
    page.evaluate(() => {
      const step = (at: string, pattern: RegExp) =>
        pattern.exec(document.querySelector(at)?.textContent ?? '')?.[1] ?? '';
      return [
        step('.ask-hint', /Read at step (\d+)/),
        step('.next-panel > p', /^step (\d+)/),
        step('.goes-on h3', /^Step (\d+) goes on/),
      ];
    });
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        const steps = await told();
        // Before the first words are there, none are of another step.
        if (steps.every((step) => step !== '')) {
          expect(new Set(steps).size, `one step, not ${steps.join(', ')}`).toBe(1);
          seen.add(steps[0] ?? '');
        }
        return seen.size;
      },
      { timeout: 30_000, intervals: [50] },
    )
    .toBeGreaterThan(4);
  await expect(page.locator('.goes-on')).toHaveCount(1);
});
