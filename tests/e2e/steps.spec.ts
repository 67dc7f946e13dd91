/** One step for all, and where it is told: every word is about a kept stop, over a reload and over another data set too. */
import type { Page } from '@playwright/test';
import { head, keptRun, shownStep, slider } from './cinema';
import { button, expect, test } from './support';

const { run, open: finished } = keptRun(async (page) => {
  await page.goto('/app/attention');
  await page.evaluate(async () => {
    const answer = await fetch('/api/sessions/create', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...{ feature_type: 'attention_cinema', dataset_id: 'names', seed: 7, speed_multiplier: 0 },
        hyperparameters: { max_iters: 300, warmup_steps: 30 },
      }),
    });
    const { session_id } = (await answer.json()) as { session_id: string };
    sessionStorage.setItem('llmbreaker.current', session_id);
  });
  await page.reload();
  await button(page, 'Play').click();
});

/** A step that was not kept, with two different neighbours, and the kept one nearest to it. */
function between(): { typed: number; kept: number } {
  const { stops } = run;
  const at = stops.findIndex((stop, i) => stop > 100 && (stops[i + 1] ?? 0) - stop > 2);
  const kept = stops[at] ?? 0;
  return { typed: kept + 1, kept };
}

/** What the page says of the step in sight, in every place of Detail that has a number. */
async function told(page: Page) {
  const figure = await page.locator('.head-big').innerText();
  const line = await page.locator('.score-line .sr-only').innerText();
  const [, score, step] = /, ([\d.]+) at step (\d+)\.$/.exec(line) ?? [];
  return { figure, score, step: Number(step), counter: await page.locator('.shown-step b').innerText() };
}

test('whatever is chosen, every number is about one kept step, also after a reload and another data set', async ({ page }) => {
  await finished(page);
  await button(page, 'Detail').click();
  const { typed, kept } = between();
  const entry = page.getByRole('textbox', { name: 'Go to step' });
  await entry.fill(String(typed));
  await entry.press('Enter');
  await expect(page.getByText(`${typed} was not kept; this is ${kept}.`)).toBeVisible();
  await expect.poll(() => shownStep(page)).toBe(kept);
  const one = await told(page);
  expect(one).toEqual({ figure: one.score, score: one.score, step: kept, counter: String(kept) });

  // Wherever the thumb is let go, it rests on a kept step.
  const box = await slider(page).boundingBox();
  if (!box) throw new Error('the timeline has no box');
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.573, box.y + box.height * 0.7, { steps: 7 });
  expect(run.stops).toContain(await shownStep(page));
  await page.mouse.up();
  const rests = await shownStep(page);
  expect(run.stops).toContain(rests);
  const other = await told(page);
  expect(other).toEqual({ figure: other.score, score: other.score, step: rests, counter: String(rests) });

  await page.reload();
  await expect(slider(page)).toHaveAttribute('aria-valuenow', String(rests));
  await expect.poll(() => told(page)).toEqual(other);

  await page.getByRole('combobox', { name: 'Dataset' }).click();
  await page.getByRole('option', { name: /^Poems/ }).click();
  await expect(page.getByText('The run on Names is kept')).toBeVisible();
  await button(page, 'Back to the run').click();
  await expect(slider(page)).toHaveAttribute('aria-valuenow', String(rests));
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toContainText('Names');
});

test('detail keeps the pace, names the heads in their list, and leaves the arrow keys to the heads after a press', async ({ page }) => {
  await finished(page);
  await head(page, 0, 0).click();
  await expect(page.getByRole('combobox', { name: 'Speed' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Head' }).click();
  await expect(page.getByRole('option', { name: /^1/ })).toContainText(/[a-z]{4} .*[a-z]{3}/);
  await page.keyboard.press('Escape');
  // To hover waits for the end of its way from the overview.
  await head(page, 0, 0).hover();
  const picture = await head(page, 0, 0).boundingBox();
  if (!picture) throw new Error('the picture has no box');
  const position = { x: picture.width * 0.3, y: picture.height * 0.7 };
  await head(page, 0, 0).click({ position });
  await expect(page.getByText('held; Esc lets go')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(head(page, 0, 1)).toBeVisible();
  await expect(page.getByText('held; Esc lets go')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('held; Esc lets go')).toBeHidden();
  await expect(head(page, 0, 1)).toBeVisible();
  // Whoever comes by Tab takes a held row along.
  await head(page, 0, 1).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const looking = page.locator('.probe-me');
  const before = await page.locator('.probe-text span').evaluateAll((all) => all.findIndex((one) => one.className === 'probe-me'));
  await page.keyboard.press('ArrowUp');
  await expect(looking).toHaveCount(1);
  expect(await page.locator('.probe-text span').evaluateAll((all) => all.findIndex((one) => one.className === 'probe-me'))).toBe(before - 1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });
  test('nothing covers the lessons, and the dock has the exact step, the rate and the whole screen', async ({ page }) => {
    await page.goto('/app/attention');
    const lesson = page.getByRole('button', { name: /learns to copy/ });
    await expect(lesson).toBeInViewport({ ratio: 1 });
    await lesson.click({ trial: true });
    await finished(page);
    await button(page, 'Detail').click();
    await button(page, 'More of the timeline').click();
    await expect(page.getByRole('combobox', { name: 'Frames per second' })).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Speed' })).toBeVisible();
    await expect(button(page, 'Full screen')).toBeInViewport({ ratio: 1 });
    const { typed, kept } = between();
    const entry = page.getByRole('textbox', { name: 'Go to step' });
    await entry.fill(String(typed));
    await entry.press('Enter');
    await expect(page.getByText(`${typed} was not kept; this is ${kept}.`)).toBeInViewport({ ratio: 1 });
    await expect(page.locator('.shown-step b')).toHaveText(String(kept));
    await button(page, 'More of the timeline').click();
    await expect(entry).toBeHidden();
    await expect(page.locator('.heat-legend-small')).toBeVisible();
    // The end of the row of buttons is not crowded out of the screen.
    const [last, end] = [await button(page, 'More of the timeline').boundingBox(), 360 - 8];
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(end);
  });
});
