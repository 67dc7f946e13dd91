/** Nothing is lost: reload, a second tab, a lost connection, going elsewhere and coming back. */
import type { WebSocketRoute } from '@playwright/test';
import { button, currentStep, expect, openWatch, speed, test, trainToTheEnd, written } from './support';

test('a reload in the middle of a run shows the same picture', async ({ page }) => {
  await openWatch(page);
  await speed(page, '2x').click();
  await button(page, 'Play').click();
  await expect(written(page)).not.toHaveCount(0);
  await expect.poll(() => currentStep(page)).toBeGreaterThan(55);
  await button(page, 'Pause').click();
  await expect(button(page, 'Resume')).toBeEnabled();
  const before = { step: await currentStep(page), texts: await written(page).allInnerTexts() };

  await page.reload();
  await expect(button(page, 'Resume')).toBeEnabled();
  await expect.poll(() => currentStep(page)).toBe(before.step);
  await expect.poll(() => written(page).allInnerTexts()).toEqual(before.texts);
  await expect(speed(page, '2x')).toBeChecked();
  await button(page, 'Stop').click();
});

test('a run goes on while its page is elsewhere', async ({ page }) => {
  await openWatch(page);
  await button(page, 'Play').click();
  await expect.poll(() => currentStep(page)).toBeGreaterThan(2);
  const left = await currentStep(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'Launch' }).click();
  await expect.poll(() => currentStep(page)).toBeGreaterThan(left);
  await button(page, 'Stop').click();
  await expect(button(page, 'Replay')).toBeEnabled();
});

test('a second tab of the browser sees the same run', async ({ page, context }) => {
  await openWatch(page);
  await button(page, 'Play').click();
  await expect(written(page)).not.toHaveCount(0);
  const second = await context.newPage();
  await second.goto('/app/watch');
  await button(second, 'Pause').click();
  await expect(button(page, 'Resume')).toBeEnabled();
  await expect(button(second, 'Resume')).toBeEnabled();
  await expect.poll(async () => (await currentStep(second)) - (await currentStep(page))).toBe(0);
  const texts = await written(page).allInnerTexts();
  await expect.poll(() => written(second).allInnerTexts()).toEqual(texts);
});

test.describe('a lost connection', () => {
  // The browser says in its console that the sockets which this test cuts were cut.
  test.use({ refusalsExpected: true });

  test('says so, comes back by itself and has missed nothing', async ({ page }) => {
    const sockets: WebSocketRoute[] = [];
    let reachable = true;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (!reachable) return void socket.close();
      sockets.push(socket);
      socket.connectToServer();
    });
    await page.route(/socket\.io/, (route) => (reachable ? route.continue() : route.abort()));
    await openWatch(page);
    await speed(page, '5x').click();
    await button(page, 'Play').click();
    await expect(written(page)).toHaveCount(2, { timeout: 30_000 });

    reachable = false;
    for (const socket of sockets) await socket.close();
    await expect(page.getByText(/Reconnecting/)).toBeVisible();
    reachable = true;
    await expect(page.getByText(/Reconnecting/)).toBeHidden({ timeout: 30_000 });
    await expect(button(page, 'Replay')).toBeEnabled({ timeout: 60_000 });
    await expect(written(page)).toHaveCount(11);
  });

  test('to a server that ended says so, and keeps the picture when another takes its place', async ({
    page,
  }) => {
    const sockets: WebSocketRoute[] = [];
    let running = true;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (!running) return void socket.close();
      sockets.push(socket);
      socket.connectToServer();
    });
    await page.route(/socket\.io|api\/health/, (route) =>
      running ? route.continue() : route.fulfill({ status: 404 }),
    );
    await openWatch(page);
    await trainToTheEnd(page);
    const texts = await written(page).allInnerTexts();

    running = false;
    for (const socket of sockets) await socket.close();
    await expect(page.getByText('The server has ended.')).toBeVisible({ timeout: 30_000 });
    // Whatever the banner covers, it is no control of a run.
    await button(page, 'Replay').click({ trial: true });
    // A new server does not know the run; nor does this one once it is deleted behind the page's back.
    const { sessions } = await (await page.request.get('/api/sessions')).json();
    for (const { session_id } of sessions) {
      const deleted = await page.request.delete(`/api/sessions/${session_id}`);
      expect(deleted.ok()).toBe(true);
    }
    running = true;
    await expect(page.getByText('The server was started anew, so its runs are gone')).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText('The server has ended.')).toBeHidden();
    expect(await written(page).allInnerTexts()).toEqual(texts);
    await button(page, 'Play').click();
    await expect(button(page, 'Pause')).toBeEnabled({ timeout: 30_000 });
    await button(page, 'Stop').click();
  });
});

test('the list of sessions tells what runs and leads to it', async ({ page }) => {
  await openWatch(page);
  await button(page, 'Play').click();
  await expect.poll(() => currentStep(page)).toBeGreaterThan(1);
  const sessions = page.getByRole('status', { name: 'Sessions' });
  await expect(sessions).toContainText(/training/i);
  await button(page, 'Stop').click();
  await expect(sessions).toContainText('Nothing training');
});
