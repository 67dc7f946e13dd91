/** Everybody can use it: keys alone, a small screen, assistive technology, less motion, any address. */
import { seriousViolations } from './axe';
import { button, currentStep, expect, openWatch, speed, test, trainToTheEnd } from './support';

test('keys play, pause, step, stop and change the speed', async ({ page }) => {
  await openWatch(page);
  await page.keyboard.press('Space');
  await expect.poll(() => currentStep(page)).toBeGreaterThan(2);
  await page.keyboard.press('Space');
  await expect(button(page, 'Resume')).toBeEnabled();
  const rested = await currentStep(page);
  await page.keyboard.press('.');
  await expect.poll(() => currentStep(page)).toBe(rested + 1);
  await page.keyboard.press(']');
  await expect(speed(page, '2x')).toBeChecked();
  await page.keyboard.press('[');
  await expect(speed(page, '1x')).toBeChecked();
  await page.keyboard.press('s');
  await expect(button(page, 'Replay')).toBeEnabled();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText(/Space/);
});

test('axe finds nothing serious on the landing page, idle, running and done', async ({ page }) => {
  await page.goto('/');
  expect(await seriousViolations(page)).toEqual([]);
  await openWatch(page);
  expect(await seriousViolations(page)).toEqual([]);
  await button(page, 'Play').click();
  await expect.poll(() => currentStep(page)).toBeGreaterThan(5);
  expect(await seriousViolations(page)).toEqual([]);
  await speed(page, 'Max').click();
  await expect(button(page, 'Replay')).toBeEnabled({ timeout: 90_000 });
  // A toast moves in by itself, not by an animation that could be awaited.
  await expect(page.locator('[data-sonner-toast]').first()).toHaveCSS('opacity', '1');
  expect(await seriousViolations(page)).toEqual([]);
});

test('on the whole screen words explain themselves and messages are seen', async ({ page }) => {
  await openWatch(page);
  await speed(page, 'Max').click();
  await button(page, 'Play').click();
  await button(page, 'Full screen').click();
  const whole = page.locator('.watch-main:fullscreen');
  await expect(whole).toBeVisible();
  await page.getByRole('button', { name: 'plausible' }).hover();
  await expect(whole.getByRole('tooltip')).toContainText('after these two');
  await expect(whole.getByText(/trained in/)).toBeVisible({ timeout: 90_000 });
  await page.evaluate(() => document.exitFullscreen());
  await expect(whole).toHaveCount(0);
  await expect(page.getByText(/trained in/)).toBeVisible();
});

test.describe('360 pixels wide', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('one column, controls in reach, nothing wider than the screen', async ({ page }) => {
    await openWatch(page);
    for (const name of ['Play', 'Stop', 'Step']) {
      await expect(button(page, name)).toBeInViewport();
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await button(page, 'Play').click();
    await expect.poll(() => currentStep(page)).toBeGreaterThan(2);
    await expect(page.getByRole('img', { name: 'Loss curve' })).toBeInViewport();
    await button(page, 'Stop').click();
  });
});

test.describe('less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('values still change, in place', async ({ page }) => {
    await openWatch(page);
    await trainToTheEnd(page);
    await expect(page.getByText('After 500 steps, it writes')).toBeVisible();
  });
});

test('a run in the lab goes on behind another tab, and that tab finds its server', async ({ page }) => {
  await page.goto('/app/lab');
  await expect(button(page, 'Train')).toBeEnabled();
  await page.getByRole('radio', { name: 'Step by step' }).click();
  await button(page, 'Train').click();
  const counter = page.getByText(/^step [\d,]+ of 1,000$/);
  await expect(counter).toBeVisible();
  await page.keyboard.press('1');
  await expect(button(page, 'Play')).toBeEnabled();
  await expect(page.getByRole('status', { name: 'Sessions' })).toBeVisible();
  // Both orders are in sight of both tabs' keys: the ones of this tab are obeyed.
  await page.keyboard.press('4');
  await expect(button(page, 'Pause')).toBeVisible();
  await expect(counter).not.toHaveText('step 0 of 1,000');
});

test('an unknown address says so and leads home', async ({ page }) => {
  await page.goto('/app/nowhere');
  await page.getByRole('link', { name: /home|start|back|watch/i }).first().click();
  await expect(page).toHaveURL(/\/(app\/watch)?$/);
});
