import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeWorld, fakeWorld, preset } from '@/test/fakes';

const WORDS = 'so anyway I said yes '.repeat(12).trim();
let world: FakeWorld;
beforeEach(async () => {
  world = fakeWorld();
  world.rest.presets.mockResolvedValue([preset('style', 'Your style')]);
  await world.core.load();
});
afterEach(() => world.core.close());

/** Whether the browser would ask before this page goes. */
const asks = () => {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
};

describe('before the page goes', () => {
  it('asks for words that are nowhere else, until the server has them', async () => {
    expect(asks()).toBe(false);
    world.core.style.type(WORDS);
    expect(asks()).toBe(true);
    await world.core.style.train();
    expect(asks()).toBe(false);
    world.core.style.type(`${WORDS} and more`);
    expect(asks()).toBe(true);
    world.core.style.clear();
    expect(asks()).toBe(false);
  });

  it('does not ask for an example, but for what was made of one', async () => {
    await world.core.style.loadExamples();
    world.core.style.takeExample('diary');
    expect(asks()).toBe(false);
    world.core.style.type('so anyway, this is mine');
    expect(asks()).toBe(true);
  });

  it('asks for words whose run was deleted', async () => {
    world.core.style.type(WORDS);
    await world.core.style.train();
    await world.core.training.remove('s1');
    await expect.poll(asks).toBe(true);
  });

  it('asks nothing any more when the page is closed', () => {
    world.core.style.type(WORDS);
    world.core.close();
    expect(asks()).toBe(false);
  });
});
