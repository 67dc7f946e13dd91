/** The time machine, as a person uses it: the past of every tab, any text asked at any step, the letters on their way. */
import type { Page } from '@playwright/test';
import { goTo, head, keptRun, main, pixels, rested, shownStep, slider, trainInCinema } from './cinema';
import { button, currentStep, expect, test, written } from './support';

const { open: trained } = keptRun(trainInCinema);

test.describe('the time machine', () => {
  test('scrubs by pointer, keys, buttons and a typed step, and every stop is another picture', async ({ page }) => {
    await trained(page);
    const end = await rested(head(page));
    await slider(page).focus();
    await page.keyboard.press('Home');
    await expect(slider(page)).toHaveAttribute('aria-valuenow', '0');
    await expect.poll(() => rested(head(page))).not.toBe(end);
    await button(page, 'Next step').click();
    await expect.poll(() => shownStep(page)).toBeGreaterThan(0);
    await button(page, 'Previous step').click();
    await expect(slider(page)).toHaveAttribute('aria-valuenow', '0');
    const start = await rested(head(page));
    const box = await slider(page).boundingBox();
    if (!box) throw new Error('the timeline has no box');
    await page.mouse.move(box.x + 10, box.y + box.height * 0.7);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 12 });
    await page.mouse.up();
    await expect.poll(() => shownStep(page)).toBeGreaterThan(200);
    await expect.poll(() => rested(head(page))).not.toBe(start);
    await goTo(page, 137);
    await expect(page.getByText(/^step 137 of 500$/)).toBeVisible();
    await page.keyboard.press('Escape');
    await slider(page).focus();
    await page.keyboard.press('End');
    await expect(slider(page)).toHaveAttribute('aria-valuenow', '500');
  });

  test('plays from the start to the end at the chosen rate', async ({ page }) => {
    await trained(page);
    await page.getByRole('combobox', { name: 'Frames per second' }).selectOption('30');
    await button(page, 'Play timeline').click();
    await expect.poll(() => shownStep(page)).toBeLessThan(200);
    const before = await pixels(head(page));
    await expect.poll(() => pixels(head(page))).not.toBe(before);
    await expect(slider(page)).toHaveAttribute('aria-valuenow', '500', { timeout: 20_000 });
    await expect(button(page, 'Play timeline')).toHaveAttribute('aria-pressed', 'false');
  });

  test('leads every tab: the loss crosshair, the stage and the rows follow, and there is a way back', async ({ page }) => {
    await trained(page);
    await goTo(page, 178);
    await page.getByRole('link', { name: 'Watch It Learn' }).click();
    const region = page.getByRole('region', { name: 'Generated text' });
    await expect(region.getByRole('heading', { name: 'At step 178, written at 150' })).toBeVisible();
    await expect(page.locator('.loss-figure em')).toHaveText(['at step 178', 'at step 150']);
    await expect.poll(() => currentStep(page)).toBe(178);
    await expect(written(page).filter({ hasText: /^Step 150\b/ })).toHaveAttribute('data-state', 'hovered');
    await button(page, 'Back to latest').click();
    await expect(region.getByText('After 500 steps, it writes')).toBeVisible();
    await expect.poll(() => currentStep(page)).toBe(500);
    await page.keyboard.press('2');
    await expect(slider(page)).toHaveAttribute('aria-valuenow', '500');
  });

  test('shows every step that is chosen, and times each until the frame that draws it', async ({ page }) => {
    await trained(page);
    for (const step of [3, 450, 12, 300, 30, 200, 77, 400, 5]) {
      await goTo(page, step);
      await expect(main(page)).toHaveAttribute('data-waiting', 'false');
    }
    // How long that takes is measured by benchmarks.cinema, on a machine that does nothing else.
    await expect(main(page)).toHaveAttribute('data-stops-shown', '9');
    await expect(main(page)).toHaveAttribute('data-stop-ms', /^\d+\.\d$/);
  });
});

test.describe('ask the past', () => {
  const prompt = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
  const table = (page: Page) => page.getByRole('table');

  test('reads any text at any step: expected characters, guesses of layers, heads, next to the last step', async ({ page }) => {
    await trained(page);
    await button(page, 'Ask').click();
    await prompt(page).fill('thou art');
    await expect(table(page).getByRole('button')).toHaveCount(8);
    await expect(table(page).getByRole('rowheader')).toHaveCount(5);
    await expect(table(page).getByRole('rowheader', { name: /Embedding/ })).toBeVisible();
    await goTo(page, 20);
    const panel = page.getByRole('region', { name: 'What comes next' });
    await expect(panel.getByText('step 20, thin line: step 500')).toBeVisible();
    await expect(panel.getByRole('heading', { name: 'Step 20 goes on' })).toBeVisible();
    const early = await table(page).innerText();
    await goTo(page, 500);
    await expect.poll(() => table(page).innerText()).not.toBe(early);
    await expect(head(page, 1, 1)).toBeVisible();
  });

  test('goes on writing, hotter and luckier', async ({ page }) => {
    await trained(page);
    await button(page, 'Ask').click();
    const text = page.locator('.goes-on p').first();
    await expect(text).not.toHaveText(/…$/);
    const first = await text.innerText();
    await button(page, 'Generate').click();
    await expect(text).not.toHaveText(first);
    const second = await text.innerText();
    await page.getByRole('slider', { name: 'Temperature' }).fill('2');
    await expect(text).not.toHaveText(second);
    const hot = await text.innerText();
    await page.getByRole('combobox', { name: 'Top-k' }).click();
    await page.getByRole('option', { name: '1', exact: true }).click();
    await expect(text).not.toHaveText(hot);
  });

  test('says which characters it never met', async ({ page }) => {
    await trained(page);
    await button(page, 'Ask').click();
    await prompt(page).fill('my 猫 lord');
    await expect(page.getByText('Left out: 猫')).toBeVisible();
    await prompt(page).fill('猫猫');
    await expect(page.getByRole('alert')).toContainText('None of these characters');
    await prompt(page).fill('my lord');
    await expect(table(page).getByRole('button')).toHaveCount(7);
  });
});

test('the letters drift as the slider moves, flat and in space', async ({ page }) => {
  await trained(page);
  await button(page, 'Letters').click();
  const map = page.getByRole('img', { name: 'Embedding map' });
  const late = await rested(map);
  await goTo(page, 0);
  await expect.poll(() => rested(map)).not.toBe(late);
  const early = await rested(map);
  await button(page, '3D').click();
  await expect.poll(() => rested(map)).not.toBe(early);
  await map.focus();
  await button(page, '2D').click();
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/, nearest/).first()).toBeAttached();
});
