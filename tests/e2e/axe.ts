/** What axe finds serious on a page, once movements that end have ended. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Page } from '@playwright/test';

const AXE = readFileSync(
  join(__dirname, '../../frontend/node_modules/axe-core/axe.min.js'),
  'utf8',
);

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

export async function seriousViolations(page: Page): Promise<string[]> {
  // Half faded in, a text has half its contrast. What a click shows may begin to move a few frames
  // later, and its end may begin another: judge when nothing has moved for some frames. While a
  // run trains something always moves: three seconds are enough then.
  await page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const end = performance.now() + 3000;
    for (let still = 0; still < 10 && performance.now() < end; still += 1) {
      const now = moving();
      if (now.length > 0) {
        await Promise.allSettled(now.map(({ finished }) => finished));
        still = -1;
      }
      await frame();
    }
  });
  await page.evaluate(AXE);
  const found = await page.evaluate<Violation[]>('axe.run().then((result) => result.violations)');
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
