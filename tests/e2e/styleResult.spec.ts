/** Tab 3 after a run: read it beside yourself, guess, and let it write on. */
import type { Browser, Page } from '@playwright/test';
import { seriousViolations } from './axe';
import { button, expect, test } from './support';
import { box, learn, machines, openStyle, view, yours } from './styleSupport';

test('what makes no sense is shown all the same, and said to be a guess', async ({ page }) => {
  await openStyle(page);
  const words = Array.from({ length: 90 }, (_, i) => `${(i * 7919 + 31).toString(36)}q${i}`);
  const made = await page.request.post('/api/datasets/from-text', {
    data: { text: words.join(' ') },
  });
  const { dataset_id } = await made.json();
  // Hardly trained at all, and the same every time.
  const created = await page.request.post('/api/sessions/create', {
    data: {
      ...{ feature_type: 'style_transfer', dataset_id, seed: 1, speed_multiplier: 0 },
      hyperparameters: { max_iters: 10, eval_interval: 5 },
    },
  });
  const { session_id } = await created.json();
  await page.evaluate((id) => sessionStorage.setItem('llmbreaker.current', id), session_id);
  await page.reload();
  await button(page, 'Train').click();
  await expect(machines(page)).toBeVisible({ timeout: 60_000 });
  await expect(machines(page).locator('.phrases')).toHaveText(/\S+ \S+ \S+/);
  await expect(page.locator('.aloud')).toContainText(/gibberish.*it was guessing/);
  await expect(page.locator('.aloud')).toContainText('300 words are a good start');
  const sure = page.getByRole('region', { name: 'How sure it was' });
  const [share] = (await sure.innerText()).match(/\d+(?=\s%)/) ?? [];
  expect(Number(share)).toBeLessThan(50);
});

test.describe('one finished run', () => {
  let cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>> = [];
  let current = '';

  test.beforeAll(async ({ browser, baseURL }: { browser: Browser; baseURL?: string }) => {
    test.setTimeout(150_000);
    // Whichever test comes first: on a screen that has every control in sight.
    const page = await browser.newPage({ baseURL, viewport: { width: 1280, height: 800 } });
    await openStyle(page);
    await page.getByRole('button', { name: /A formal correspondence/ }).click();
    await learn(page);
    cookies = await page.context().cookies();
    current = (await page.evaluate(() => sessionStorage.getItem('llmbreaker.current'))) ?? '';
    await page.close();
  });

  /** The same browser comes back: its cookie, and the run that was open. */
  const reopen = async (page: Page) => {
    await page.context().addCookies(cookies);
    await page.addInitScript(
      (id) => sessionStorage.setItem('llmbreaker.current', id),
      current,
    );
    await page.goto('/app/style');
    await expect(machines(page)).toBeVisible();
  };

  test('is there again after a reload, with its words to be changed', async ({ page }) => {
    await reopen(page);
    const text = await machines(page).innerText();
    await page.reload();
    await expect(machines(page)).toHaveText(text, { useInnerText: true });
    await page.getByRole('status', { name: 'Sessions' }).click();
    await expect(page.getByText(/^To the Committee of the…/)).toBeVisible();
    await page.keyboard.press('Escape');
    await button(page, 'Edit text').click();
    await expect(box(page)).toHaveValue(/^To the Committee/);
    await button(page, 'Back to the run').click();
    await expect(machines(page)).toBeVisible();
  });

  test('shows a shared phrase in both texts, by pointer and by key', async ({ page }) => {
    await reopen(page);
    const phrase = machines(page).locator('.phrase').first();
    const words = (await phrase.innerText()).toLowerCase();
    await phrase.hover();
    await expect(page.locator('.gutter')).toContainText(
      /characters, (once|twice|.+ times) in|longest run/,
    );
    const match = yours(page).locator('.phrase[data-active="true"]').first();
    await expect(match).toBeInViewport();
    expect(words).toContain((await match.innerText()).toLowerCase().slice(0, 3));
    await expect(page.locator('.ribbon[data-active="true"]').first()).toBeAttached();
    await page.mouse.move(0, 0);
    await expect(page.locator('.phrase[data-active="true"]')).toHaveCount(0);
    await phrase.focus();
    await expect(page.locator('.ribbon[data-active="true"]').first()).toBeAttached();
    const all = await machines(page).locator('.phrase').count();
    await page.keyboard.press('ArrowRight');
    await expect(machines(page).locator('.phrase').nth(Math.min(1, all - 1))).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.locator('.phrase[data-active="true"]')).toHaveCount(0);
  });

  test('takes a text back to where it was once nothing is pointed at', async ({ page }) => {
    await reopen(page);
    const text = yours(page).locator('.sheet-text');
    const scrolled = () => text.evaluate((element) => Math.round(element.scrollTop));
    await text.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    const bottom = await scrolled();
    expect(bottom).toBeGreaterThan(0);
    const above = await page.evaluate(() => {
      const [left, right] = ['left', 'right'].map((side) => document.querySelector(`[data-side="${side}"]`));
      const top = left?.querySelector('.sheet-text')?.getBoundingClientRect().top ?? 0;
      const hidden = [...(left?.querySelectorAll<HTMLElement>('.phrase') ?? [])].filter(
        (mark) => mark.getBoundingClientRect().bottom < top,
      );
      const ids = hidden.map((mark) => mark.dataset.ids);
      const marks = [...(right?.querySelectorAll<HTMLElement>('.phrase') ?? [])];
      return marks.findIndex((mark) => ids.includes(mark.dataset.ids));
    });
    expect(above).toBeGreaterThanOrEqual(0);
    await machines(page).locator('.phrase').nth(above).hover();
    await expect.poll(scrolled).toBeLessThan(bottom);
    await page.mouse.move(0, 0);
    await expect.poll(scrolled).toBe(bottom);
  });

  test('fills the screen with any of its sides, and types nothing a second time', async ({ page }) => {
    await reopen(page);
    await expect(page.locator('.pair[data-first="true"]')).toBeVisible();
    // The first time it may be typed: to its last line.
    await page.waitForFunction(() =>
      document
        .getAnimations()
        .every((one) => !(one instanceof CSSAnimation) || one.animationName !== 'unroll'),
    );
    await page.evaluate(() =>
      document.addEventListener('animationstart', ({ animationName }) => {
        if (animationName === 'unroll') document.body.dataset.typed = 'again';
      }),
    );
    for (const [name, picture] of [
      ['Compare', 'compare'],
      ['Details', 'details-page'],
      ['Write more', 'write-page'],
      ['Quiz', 'quiz-page'],
      ['Compare', 'compare'],
    ] as const) {
      await view(page, name);
      await button(page, 'Full screen').click();
      await expect(page.locator(`.${picture}:fullscreen`)).toBeVisible();
      await button(page, 'Full screen').click();
      await expect(page.locator(`.${picture}:fullscreen`)).toHaveCount(0);
    }
    await expect(page.locator('body')).not.toHaveAttribute('data-typed', 'again');
    await view(page, 'Details');
    await expect(page.getByRole('img', { name: 'Loss curve' })).toHaveAccessibleDescription(
      /Best on unseen text: step \d+/,
    );
  });

  test('is quizzed, by buttons and by keys, with fresh snippets each time', async ({ page }) => {
    await reopen(page);
    await button(page, 'Start the quiz').click();
    const snippet = page.locator('.quiz-snippet');
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) {
      await expect(page.getByText(`Snippet ${i + 1} of 5`)).toBeVisible();
      seen.push(await snippet.innerText());
      if (i % 2 === 0) await page.getByRole('button', { name: /You$/ }).click();
      else await page.keyboard.press('ArrowRight');
      await expect(page.locator('.quiz-remark')).toContainText(/^(You|The machine)\. /);
      await page.keyboard.press('Enter');
    }
    await expect(page.locator('.quiz-score')).toContainText(/^[0-5] of 5/);
    await expect(page.getByRole('listitem').filter({ hasText: seen[4] })).toBeVisible();
    await button(page, 'Five fresh ones').click();
    await expect(page.getByText('Snippet 1 of 5')).toBeVisible();
    await expect(snippet).not.toHaveText(seen[0] ?? '');
    await view(page, 'Compare');
    await expect(page.getByText(/last time: [0-5] of 5/)).toBeVisible();
  });

  test('writes on from any beginning, to be copied and kept', async ({ page }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await reopen(page);
    await view(page, 'Write more');
    const sheet = page.getByRole('region', { name: 'What it writes' });
    await expect(sheet.locator('.phrases')).toHaveText(/\w+/);
    const before = await sheet.locator('.phrases').innerText();
    await page.getByRole('textbox', { name: 'Beginning' }).fill('Dear Committee 😀');
    await page.getByRole('slider', { name: 'Temperature' }).fill('0.3');
    await expect(page.getByText('careful, it repeats itself')).toBeVisible();
    await page.getByRole('radio', { name: 'A line' }).click();
    await button(page, 'Generate').click();
    await expect(sheet).toContainText('Dear Committee');
    await expect(sheet).toContainText('It could not read 😀 in your beginning');
    await expect(sheet.locator('.phrases')).not.toHaveText(before);
    await button(page, 'Copy').click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^Dear Committee 😀/);
    for (const [name, file] of [
      ['.txt', 'written-like-me.txt'],
      ['.docx', 'written-like-me.docx'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button(page, name).click(),
      ]);
      expect(download.suggestedFilename()).toBe(file);
      expect(await download.failure()).toBeNull();
    }
  });

  test('axe finds nothing serious in any of its views, nor before it', async ({ page }) => {
    await reopen(page);
    for (const name of ['Compare', 'Details', 'Write more', 'Quiz']) {
      await view(page, name);
      await expect(button(page, name)).toHaveAttribute('aria-pressed', 'true');
      if (name === 'Quiz') await expect(page.locator('.quiz-snippet')).toBeVisible();
      expect(await seriousViolations(page), name).toEqual([]);
    }
    await button(page, 'Edit text').click();
    await expect(box(page)).toBeVisible();
    expect(await seriousViolations(page), 'the words').toEqual([]);
  });

  test.describe('360 pixels wide', () => {
    test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });
    test('stands in one column, and a tap shows a phrase', async ({ page }) => {
      await reopen(page);
      await machines(page).locator('.phrase').first().tap();
      await expect(page.locator('.gutter')).toContainText(/in your text|longest run/);
      for (const name of ['Details', 'Write more', 'Quiz']) {
        await view(page, name);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, name).toBeLessThanOrEqual(360);
      }
      await expect(button(page, 'Compare')).toBeInViewport({ ratio: 1 });
      await expect(button(page, 'Edit text')).toBeVisible();
    });
  });
});
