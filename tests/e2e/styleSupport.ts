/** Short words for what people do in tab 3. */
import type { Page } from '@playwright/test';
import { button, expect, speed } from './support';

export const box = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
export const counts = (page: Page) => page.locator('#words-counts');
export const yours = (page: Page) => page.getByRole('region', { name: 'You wrote' });
export const machines = (page: Page) => page.getByRole('region', { name: 'The machine wrote' });
export const view = (page: Page, name: string) => button(page, name).click();

export async function openStyle(page: Page) {
  await page.goto('/app/style');
  await expect(page.getByRole('button', { name: /A chatty diary/ })).toBeVisible();
}

/** Learns what stands in the box at full speed, up to the comparison. */
export async function learn(page: Page) {
  await speed(page, 'Max').click();
  await button(page, 'Train').click();
  await expect(machines(page)).toBeVisible({ timeout: 120_000 });
}

export async function dropFile(page: Page, name: string, bytes: Buffer) {
  const data = await page.evaluateHandle(
    ([filename, content]) => {
      const transfer = new DataTransfer();
      const raw = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      transfer.items.add(new File([raw], filename));
      return transfer;
    },
    [name, bytes.toString('base64')] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('main', type, { dataTransfer: data });
  }
}
