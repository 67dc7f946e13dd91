/** A person's own texts: by click and by drop, previewed, trained, refused with a reason, never markup. */
import { button, expect, openWatch, test, trainToTheEnd, written } from './support';

const LETTER = Array.from(
  { length: 30 },
  (_, day) => `Dear diary, on day ${day} I walked to the <b>lake</b> & counted ${day * 7} ducks.\n`,
).join('');

test('upload a text by click, see what is in it, train on it', async ({ page }) => {
  await openWatch(page);
  await page.locator('input[type=file]').first().setInputFiles({
    name: 'my <i>diary</i>.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(LETTER),
  });
  const preview = page.getByRole('dialog');
  await expect(preview).toContainText('my <i>diary</i>.txt');
  await expect(preview).toContainText('Dear diary, on day 0 I walked to the <b>lake</b>');
  await expect(preview).toContainText(LETTER.length.toLocaleString('en'));
  await expect(preview).toContainText('Short texts are learned with the recipe Your style');
  await preview.getByRole('button', { name: 'Use this text' }).click();
  await expect(page.getByRole('combobox', { name: 'Dataset' })).toContainText('diary');
  await trainToTheEnd(page);
  await expect(page.getByRole('combobox', { name: 'Preset' })).toContainText('Your style');
  await expect(written(page)).toHaveCount(27);
  await page.getByRole('combobox', { name: 'Dataset' }).click();
  await page.getByRole('option', { name: /^Poems/ }).click();
  await expect(page.getByRole('combobox', { name: 'Preset' })).not.toContainText('Your style');
});

test('what is written from right to left begins at the right and fades at its end', async ({ page }) => {
  const letters = 'שלום לכל הילדים שהלכו אל הים וספרו ברווזים ושבו הביתה בערב שמחים ועייפים\n';
  await openWatch(page);
  await page.locator('input[type=file]').first().setInputFiles({
    name: 'ברווזים.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(letters.repeat(9)),
  });
  await page.getByRole('button', { name: 'Use this text' }).click();
  await button(page, 'Step').click();
  await expect(button(page, 'Resume')).toBeEnabled({ timeout: 60_000 });
  const look = await page
    .locator('.sample-text')
    .first()
    .evaluate((row) => {
      const { direction, maskImage } = getComputedStyle(row);
      const [from, to] = [row.getBoundingClientRect(), row.children[0]?.getBoundingClientRect()];
      return { direction, maskImage, atTheRight: Math.abs(from.right - (to?.right ?? 0)) < 2 };
    });
  expect(look).toMatchObject({ direction: 'rtl', atTheRight: true });
  expect(look.maskImage).toContain('-90deg');
});

test('drop a file anywhere', async ({ page }) => {
  await openWatch(page);
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.txt', { type: 'text/plain' }));
    return transfer;
  }, LETTER);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('main', type, { dataTransfer: data });
  }
  await expect(page.getByRole('dialog')).toContainText('dropped.txt');
});

test.describe('what cannot be used', () => {
  test.use({ refusalsExpected: true });
  const refused = [
    { name: 'short.txt', content: Buffer.from('Too short.'), says: /100/ },
    { name: 'picture.png', content: Buffer.from([0x89, 0x50, 0x4e, 0x47]), says: /\.txt|\.docx/ },
    { name: 'huge.txt', content: Buffer.alloc(11 * 2 ** 20, 'words and '), says: /limit is 10/ },
    { name: 'broken.docx', content: Buffer.from('PK not really a zip'), says: /docx|Word|read/ },
  ];
  for (const { name, content, says } of refused) {
    test(`${name} is refused with the reason, and the chosen text stays`, async ({ page }) => {
      await openWatch(page, '?dataset=poems');
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content });
      await expect(page.getByText(says).filter({ visible: true }).first()).toBeVisible();
      await expect(button(page, 'Choose another file')).toBeVisible();
      await expect(page.getByRole('combobox', { name: 'Dataset' })).toContainText('Poems');
    });
  }
});
