/** Tab 2, as a person uses it: live heads, one head, many heads, other scripts, small screens. */
import type { Page } from '@playwright/test';
import { seriousViolations } from './axe';
import { goTo, head, keptRun, main, openCinema, pixels, rested, shownStep, slider, trainInCinema } from './cinema';
import { button, expect, speed, test } from './support';

const { open: trained } = keptRun(trainInCinema);

/** Plays at 1x until heads move. */
async function playLive(page: Page) {
  await openCinema(page);
  await speed(page, '1x').click();
  await button(page, 'Play').click();
  await expect(head(page)).toBeVisible();
  await expect.poll(() => shownStep(page)).toBeGreaterThan(3);
}

test.describe('while it trains', () => {
  test('teaches before the first run and starts one of its own kind', async ({ page }) => {
    await openCinema(page);
    await expect(page.getByText('Nobody is looking yet')).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Dataset' })).toContainText('Shakespeare');
    await expect(button(page, 'Overview')).toBeDisabled();
    await button(page, 'Train on Shakespeare').click();
    await expect(head(page, 1, 1)).toBeVisible();
    await page.getByRole('status', { name: 'Sessions' }).getByRole('button').click();
    await expect(page.getByRole('button', { name: /Attention Cinema/ }).first()).toBeVisible();
  });

  test('frames arrive ten times a second or more and change every head', async ({ page }) => {
    await playLive(page);
    for (const [layer, number] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const) {
      const before = await pixels(head(page, layer, number));
      await expect.poll(() => pixels(head(page, layer, number))).not.toBe(before);
    }
    const rate = async () => Number(await main(page).getAttribute('data-live-fps'));
    await expect.poll(rate, { timeout: 15_000 }).toBeGreaterThanOrEqual(8);
  });

  test('a reload brings the run, its view and its frames back', async ({ page }) => {
    await playLive(page);
    await button(page, 'Detail').click();
    await page.reload();
    await expect(button(page, 'Pause')).toBeEnabled();
    await expect(button(page, 'Detail')).toHaveAttribute('aria-pressed', 'true');
    const before = await pixels(head(page));
    await expect.poll(() => pixels(head(page))).not.toBe(before);
  });

  test('the past can be looked at while training goes on, and the pin returns to live', async ({ page }) => {
    await playLive(page);
    await expect.poll(() => shownStep(page), { timeout: 15_000 }).toBeGreaterThan(30);
    await goTo(page, 9);
    const picture = await rested(head(page));
    const step = page.getByText(/^step 9 of 500$/);
    await expect(step).toBeVisible();
    // Live frames go on arriving and do not touch what is looked at.
    await expect.poll(async () => Number(await slider(page).getAttribute('aria-valuemax'))).toBeGreaterThan(45);
    expect(await pixels(head(page))).toBe(picture);
    await button(page, 'Live').click();
    await expect.poll(() => shownStep(page)).toBeGreaterThan(45);
    await expect.poll(() => pixels(head(page))).not.toBe(picture);
  });

  test('pause, step, resume and stop mean the same as in tab 1', async ({ page }) => {
    await playLive(page);
    await button(page, 'Pause').click();
    await expect(button(page, 'Resume')).toBeEnabled();
    const before = await shownStep(page);
    await button(page, 'Step').click();
    await expect.poll(() => shownStep(page)).toBe(before + 1);
    await button(page, 'Resume').click();
    await button(page, 'Stop').click();
    await expect(button(page, 'Replay')).toBeEnabled();
    await button(page, 'Replay').click();
    await expect(button(page, 'Pause')).toBeEnabled();
    await expect.poll(() => shownStep(page)).toBeLessThan(20);
  });
});

test.describe('one head', () => {
  test('opens from the overview by press and by keys, and leads back', async ({ page }) => {
    await trained(page);
    await head(page, 1, 0).click();
    await expect(button(page, 'Detail')).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
    await expect(page.getByText('Layer 1 · Head 0')).toBeVisible();
    await button(page, 'Overview').click();
    const tile = page.getByRole('button', { name: /^Layer 0, head 0:/ });
    await tile.focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('button', { name: /^Layer 0, head 1:/ })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(head(page, 0, 1)).toBeVisible();
    await expect(head(page, 0, 0)).toHaveCount(0);
  });

  test('says what a cell means, holds a row, and lets it go', async ({ page }) => {
    await trained(page);
    await button(page, 'Detail').click();
    const picture = page.locator('.detail-picture canvas');
    await expect(picture).toBeVisible();
    const box = await picture.boundingBox();
    if (!box) throw new Error('the triangle has no box');
    const to = (x: number, y: number) => page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    const sentence = page.locator('.head-sentence');
    await expect(async () => {
      await to(0.31, 0.71);
      await to(0.3, 0.7);
      await expect(sentence).toHaveText(/^Attention from '.' back to '.' = [01]\.\d\d$/, { timeout: 200 });
    }).toPass();
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.7);
    await expect(page.locator('.probe-me')).toHaveCount(1);
    const row = async () => page.locator('.probe-text > span').evaluateAll((all) => all.findIndex((one) => one.classList.contains('probe-me')));
    const held = await row();
    await to(0.1, 0.95);
    expect(await row()).toBe(held);
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.7);
    await to(0.1, 0.95);
    await expect.poll(row).not.toBe(held);
  });

  test('changes by the boxes and by the arrow keys', async ({ page }) => {
    await trained(page);
    await button(page, 'Detail').click();
    const choose = async (list: string, name: RegExp) => {
      await page.getByRole('combobox', { name: list }).click();
      await page.getByRole('option', { name }).click();
    };
    await choose('Layer', /^1/);
    await expect(head(page, 1, 0)).toBeVisible();
    await choose('Head', /^1/);
    await expect(head(page, 1, 1)).toBeVisible();
    await page.mouse.click(640, 5);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('ArrowLeft');
    await expect(head(page, 1, 0)).toBeVisible();
    await page.keyboard.press('ArrowUp');
    await expect(head(page, 0, 0)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(button(page, 'Overview')).toHaveAttribute('aria-pressed', 'true');
  });

  test('stands up in 3D with one draw call for its bars, or says why it cannot', async ({ page }) => {
    await trained(page);
    await button(page, '3D').click();
    await expect(button(page, 'Detail')).toHaveAttribute('aria-pressed', 'true');
    const hasWebGl = await page.evaluate(
      () => document.createElement('canvas').getContext('webgl2') !== null,
    );
    if (!hasWebGl) {
      await expect(page.getByText('has no WebGL')).toBeVisible();
      await expect(button(page, '2D')).toHaveAttribute('aria-pressed', 'true');
      return;
    }
    await expect(page.locator('.detail-picture')).toHaveAttribute('data-bar-draws', '1');
    const canvas = page.locator('.detail-picture canvas').first();
    await expect(canvas).toBeVisible();
    const before = await canvas.screenshot();
    const box = await canvas.boundingBox();
    if (!box) throw new Error('the bars have no box');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 120, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await expect.poll(async () => (await canvas.screenshot()).equals(before)).toBe(false);
    await button(page, '2D').click();
    await expect(page.locator('.heatmap[data-variant="detail"]')).toBeVisible();
  });
});

test('forty-eight heads have a place each, and a list to choose from', async ({ page }) => {
  await openCinema(page);
  const id = await page.evaluate(async () => {
    const body = JSON.stringify({
      ...{ feature_type: 'attention_cinema', dataset_id: 'shakespeare', speed_multiplier: 1 },
      model: { n_layer: 6, n_head: 8, n_embd: 32, block_size: 32 },
    });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/sessions/create', { method: 'POST', headers, body });
    const { session_id } = (await answer.json()) as { session_id: string };
    sessionStorage.setItem('llmbreaker.current', session_id);
    return session_id;
  });
  expect(id).not.toBe('');
  await page.reload();
  await button(page, 'Play').click();
  await expect(page.getByRole('img', { name: /^Attention, layer/ })).toHaveCount(48);
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollHeight,
    innerHeight,
  ]);
  expect(content, 'the tiles scroll, the page does not').toBeLessThanOrEqual(window ?? 0);
  await expect(slider(page)).toBeInViewport();
  await head(page, 5, 7).click();
  await expect(page.getByRole('combobox', { name: 'Layer' })).toContainText('5');
  await expect(page.getByRole('combobox', { name: 'Head' })).toContainText('7');
  await page.getByRole('combobox', { name: 'Layer' }).click();
  await page.getByRole('option', { name: '2', exact: true }).click();
  await expect(head(page, 2, 7)).toBeVisible();
});

test('a text in another script is read, drawn and asked for whole', async ({ page }) => {
  await openCinema(page);
  const lines = ['Бхикку шёл через лес и думал о доме.', 'Ветер нёс листья над тихой рекой, и ночь была долгой.'];
  const text = Array.from({ length: 40 }, (_, i) => `${lines[i % 2]} ${i}`).join('\n');
  await page.locator('input[type=file]').setInputFiles({
    name: 'лес.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(text),
  });
  await page.getByRole('dialog').getByRole('button', { name: /use|train|choose/i }).first().click();
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toContainText('лес.txt');
  await speed(page, 'Max').click();
  await button(page, 'Play').click();
  await expect(head(page)).toBeVisible({ timeout: 15_000 });
  await button(page, 'Detail').click();
  await expect(page.locator('.probe-text')).toHaveText(/[а-яё]{3}/);
  await button(page, 'Ask').click();
  await page.getByRole('textbox', { name: 'Your text' }).fill('лист');
  await expect(page.getByRole('table').getByRole('button')).toHaveCount(4);
});

test('axe finds nothing serious in any view', async ({ page }) => {
  await trained(page);
  for (const view of ['Overview', 'Detail', 'Ask', 'Letters']) {
    await button(page, view).click();
    await expect(page.getByText(/^Reading…$/)).toHaveCount(0);
    expect(await seriousViolations(page), view).toEqual([]);
  }
});

test.describe('with less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('pictures change in place and the reading does not walk', async ({ page }) => {
    await trained(page);
    await goTo(page, 40);
    await expect(main(page)).toHaveAttribute('data-waiting', 'false');
    const strip = page.getByRole('region', { name: 'Reading' });
    const before = await strip.screenshot();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
    expect((await strip.screenshot()).equals(before)).toBe(true);
    await head(page, 1, 1).click();
    await expect(page.getByText('Layer 1 · Head 1')).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });
  test('is one column with the timeline where the thumb is', async ({ page }) => {
    await trained(page);
    for (const view of ['Overview', 'Detail', 'Ask', 'Letters']) {
      await button(page, view).click();
      const [content, window] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        innerWidth,
      ]);
      expect(content, `${view} is no wider than the screen`).toBeLessThanOrEqual(window ?? 0);
    }
    await button(page, 'Detail').click();
    const play = await button(page, 'Play timeline').boundingBox();
    expect(play?.y).toBeGreaterThan(600);
    const sentence = await page.locator('.head-sentence').boundingBox();
    const dock = await page.locator('.cinema-thumb').boundingBox();
    expect((sentence?.y ?? 0) + (sentence?.height ?? 0), 'the sentence is above the dock').toBeLessThanOrEqual(dock?.y ?? 0);
    await button(page, 'Previous step').click();
    await button(page, 'Latest').click();
    await expect(button(page, 'Latest')).toBeHidden();
    await page.getByRole('button', { name: /^Next head/ }).click();
    await expect(head(page, 0, 1)).toBeVisible();
    await button(page, 'Play timeline').click();
    await expect.poll(() => shownStep(page)).toBeLessThan(400);
  });
});

test('a run that was trained in the first tab shows its heads in this one', async ({ page }) => {
  await page.goto('/app/watch');
  await speed(page, 'Max').click();
  await button(page, 'Play').click();
  await expect(button(page, 'Replay')).toBeEnabled({ timeout: 90_000 });
  await page.getByRole('navigation').getByText('Attention Cinema').click();
  await expect(head(page)).toBeVisible();
  await expect(head(page, 1, 1)).toBeVisible();
});

test('a message on a small screen leaves the page below it to the thumb', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.addInitScript(() => sessionStorage.setItem('llmbreaker.current', 'gone'));
  await openCinema(page);
  await expect(page.getByText('The run that was open here is gone')).toBeVisible();
  await button(page, 'Train on Shakespeare').click({ trial: true, timeout: 5000 });
});
