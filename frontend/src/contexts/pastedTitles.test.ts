import { afterEach, expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import { type FakeWorld, fakeWorld, listed, showRun, state } from '@/test/fakes';
import type { Notice } from './ui';

let world: FakeWorld;
afterEach(() => world.core.close());

const pasted = { dataset_id: 'user_7', dataset_title: 'Pasted text' };
const titles = () => world.core.catalog.getState().titles;

it('calls pasted texts by their first words again, each asked for once and none written down', async () => {
  world = fakeWorld({
    sessions: [listed('a', pasted), listed('b', pasted), listed('c')],
  });
  await world.core.load();
  await expect.poll(titles).toEqual({ user_7: 'the words of the run' });
  await world.core.refresh();
  expect(world.rest.text).toHaveBeenCalledExactlyOnceWith('user_7');
  const kept = JSON.stringify({ ...sessionStorage, ...localStorage });
  expect(kept).not.toContain('the words of');
});

it('leaves its name to a text whose words are gone', async () => {
  world = fakeWorld({ sessions: [listed('a', pasted)] });
  world.rest.text.mockRejectedValue(
    new ApiError({ errorType: 'dataset_not_found', message: 'gone' }),
  );
  await world.core.load();
  await expect.poll(() => world.rest.text.mock.calls.length).toBe(1);
  expect(titles()).toEqual({});
});

it('names a finished run by its words in the message that other tabs show', async () => {
  world = fakeWorld();
  const notices: Notice[] = [];
  world.core.ui.onNotice((notice) => notices.push(notice));
  await world.core.load();
  showRun(world.core, state('r', { ...pasted, feature_type: 'style_transfer' }));
  await expect.poll(titles).toEqual({ user_7: 'the words of the run' });
  world.socket.say('training_completed', {
    ...{ session_id: 'r', seq: 2, timestamp: 1, total_time_seconds: 17.4 },
    ...{ final_train_loss: 1, final_val_loss: 2, best_step: 500, diverged: false },
  });
  await world.frame();
  expect(notices.at(-1)?.title).toMatch(/^the words of the run: trained in 17\.4 s/);
});
