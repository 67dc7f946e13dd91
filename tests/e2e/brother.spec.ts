/** The lab beside its server: a PyTorch run of the preset Micro comes into the page, and both expect the same. */
import { button, expect, test } from './support';

test.afterEach(async ({ page }) => {
  const list = await page.request.get('/api/sessions');
  for (const { session_id } of (await list.json()).sessions) {
    await page.request.delete(`/api/sessions/${session_id}`);
  }
});

test('brings a run of Micro into the lab, and both expect the same', async ({ page }) => {
  // The page asks for nothing before it is told to.
  await page.goto('/app/lab');
  await expect(button(page, 'Train')).toBeEnabled();
  const card = page.getByRole('region', { name: 'The big brother' });
  await button(page, 'Look for runs of Micro').click();
  await expect(card.getByText('There is no run of Micro yet.')).toBeVisible();
  await button(page, 'Train one').click();
  await page.getByRole('radio', { name: 'Max', exact: true }).click();
  await button(page, 'Play').click();
  await expect(button(page, 'Replay')).toBeEnabled({ timeout: 60_000 });
  await page.keyboard.press('4');
  // What was learned here would be lost: that is asked first.
  await button(page, 'Step').click();
  await expect(page.getByText(/^step 1 of/)).toBeVisible();
  await button(page, 'Look for runs of Micro').click();
  await card.getByRole('button', { name: /^Bring the run at step 500/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Bring it here' }).click();
  const badge = card.getByText(/^The same model largest difference/);
  await expect(badge).toBeVisible({ timeout: 30_000 });
  const largest = Number((await badge.innerText()).split(' ').at(-1)?.replace('−', '-'));
  expect(largest).toBeGreaterThan(0);
  expect(largest).toBeLessThan(1e-5);
  // The names are the server's model's now, and training goes on from there.
  await button(page, 'Step').click();
  await expect(page.getByText(/^step 1 of/)).toBeVisible();
  const loss = page.getByRole('region', { name: 'Loss' }).locator('b').first();
  await expect(loss).toHaveText(/^[\d.]+$/);
  expect(Number(await loss.innerText())).toBeLessThan(4);
});
