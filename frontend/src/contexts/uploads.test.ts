import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '@/api/errors';
import type { UserDataset } from '@/api/generated';
import { type FakeWorld, fakeWorld, preset, REFERENCES } from '@/test/fakes';
import { madeFor, presetChange, queryOf, textChange } from './setup';
import type { Notice } from './ui';
import { problemOf } from './uploads';

const TEXT: UserDataset = {
  dataset_id: 'user_1',
  filename: 'diary.txt',
  encoding: 'utf-8',
  ...{ char_count: 5000, vocab_size: 60, word_count: 900, filtered_chars: 0 },
  text_preview: 'Dear diary',
  reference_losses: REFERENCES,
  direction: 'ltr',
  advice: null,
};
const file = (name = 'diary.txt') => new File(['x'.repeat(200)], name);
let world: FakeWorld;
const notices: Notice[] = [];
const open = async () => {
  world = fakeWorld();
  notices.length = 0;
  world.core.ui.onNotice((notice) => notices.push(notice));
  await world.core.load();
  return world;
};
afterEach(() => world?.core.close());

describe('problemOf', () => {
  it.each([
    [{ name: 'a.txt', size: 15_000_000 }, '14.3 MB, the limit is 10.0 MB'],
    [{ name: 'a.pdf', size: 5000 }, '.pdf files cannot be read'],
    [{ name: 'README', size: 5000 }, 'whose name has no ending cannot be read, only .txt'],
    [{ name: 'a.docx', size: 99 }, '99 bytes; at least 100'],
  ])('%o', (wrong, words) => {
    expect(problemOf(wrong)).toContain(words);
  });
  it('leaves the rest to the server', () => {
    expect(problemOf({ name: 'Story.TXT', size: 100 })).toBeNull();
    expect(problemOf({ name: '文档.docx', size: 10 * 2 ** 20 })).toBeNull();
  });
});

describe('an upload', () => {
  it('is shown before it is used, and its words are not kept in the browser', async () => {
    const { core, rest, storage } = await open();
    rest.upload.mockResolvedValueOnce(TEXT);
    await core.uploads.send(file());
    expect(core.ui.getState().upload).toEqual({ state: 'preview', dataset: TEXT });
    expect(core.setup.getState().datasetId).toBe('shakespeare');
    await core.uploads.accept(false);
    expect(core.setup.getState().datasetId).toBe('user_1');
    expect(rest.createSession).not.toHaveBeenCalled();
    expect(JSON.stringify({ ...storage })).not.toContain('Dear diary');
  });

  it('trains at once when told', async () => {
    const { core, rest } = await open();
    rest.upload.mockResolvedValueOnce(TEXT);
    await core.uploads.send(file());
    await core.uploads.accept(true);
    expect(rest.createSession.mock.calls[0]?.[0].dataset_id).toBe('user_1');
  });

  it('that is short gets the recipe for short texts, unless the present one is kept', async () => {
    const { core, rest } = await open();
    const { presets } = core.catalog.getState();
    core.catalog.setState({ presets: [...presets, preset('style', 'Your style')] });
    const use = async (char_count: number, keep: boolean) => {
      core.setup.setState({ preset: 'tuned' });
      rest.upload.mockResolvedValueOnce({ ...TEXT, char_count });
      await core.uploads.send(file());
      await core.uploads.accept(false, keep);
      return core.setup.getState().preset;
    };
    expect(await use(5000, false)).toBe('style');
    expect(await use(5000, true)).toBe('tuned');
    expect(await use(50_000, false)).toBe('tuned');
  });

  it('gives the preset back that its advice put aside, with the next text that needs none', async () => {
    const { core, rest } = await open();
    const { presets } = core.catalog.getState();
    core.catalog.setState({ presets: [...presets, preset('style', 'Your style')] });
    const own = { preset: 'modern', hyperparameters: { max_iters: 900 } };
    core.setup.setState(own);
    const bring = async (dataset_id: string, char_count: number) => {
      rest.upload.mockResolvedValueOnce({ ...TEXT, dataset_id, char_count });
      await core.uploads.send(file());
      await core.uploads.accept(false);
    };
    await bring('user_1', 5000);
    expect(core.setup.getState().preset).toBe('style');
    expect(queryOf(core.setup.getState())).toBe('preset=modern');
    await bring('user_2', 5000);
    expect(core.setup.getState().preset).toBe('style');
    await bring('user_3', 80_000);
    expect(core.setup.getState()).toMatchObject({ ...own, datasetId: 'user_3' });
  });

  it('keeps a preset that the person chose', async () => {
    const { core, rest } = await open();
    const { presets } = core.catalog.getState();
    core.catalog.setState({ presets: [...presets, preset('style', 'Your style')] });
    rest.upload.mockResolvedValueOnce(TEXT);
    await core.uploads.send(file());
    await core.uploads.accept(false);
    core.setup.setState(presetChange('modern'));
    core.setup.setState(textChange(core.setup.getState(), 'poems'));
    expect(core.setup.getState()).toMatchObject({ preset: 'modern', datasetId: 'poems' });
  });

  it('a bundled text that has a preset of its own brings it, and takes it away again', async () => {
    const { core } = await open();
    const presets = [
      ...core.catalog.getState().presets,
      {
        ...preset('repeats', 'Repeats'),
        expected: { val_loss: 1.4, seconds: 9, dataset: 'repeats' },
      },
    ];
    const choose = (datasetId: string) =>
      core.setup.setState(
        textChange(core.setup.getState(), datasetId, madeFor(datasetId, presets)),
      );
    core.setup.setState({ preset: 'modern', model: { n_head: 1 } });
    choose('repeats');
    expect(core.setup.getState()).toMatchObject({ preset: 'repeats', model: {} });
    choose('poems');
    expect(core.setup.getState()).toMatchObject({ preset: 'modern', model: { n_head: 1 } });
  });

  it('that fails leaves the chosen text alone and offers another file', async () => {
    const { core, rest } = await open();
    const message = 'The text has 9 readable characters; at least 100 are needed.';
    rest.upload.mockRejectedValueOnce(new ApiError({ errorType: 'text_too_short', message }));
    await core.uploads.send(file());
    expect(core.ui.getState().upload).toBeNull();
    expect(core.setup.getState().datasetId).toBe('shakespeare');
    expect(notices).toMatchObject([
      { kind: 'warning', title: message, actions: [{ label: 'Choose another file' }] },
    ]);
  });

  it('that cannot succeed is not sent', async () => {
    const { core, rest } = await open();
    await core.uploads.send(file('photo.png'));
    expect(rest.upload).not.toHaveBeenCalled();
    expect(notices).toHaveLength(1);
  });
});

describe('own texts that the server does not have any more', () => {
  const bring = async ({ core, rest }: FakeWorld, dataset_id: string) => {
    rest.upload.mockResolvedValueOnce({ ...TEXT, dataset_id });
    await core.uploads.send(file());
    await core.uploads.accept(false);
  };
  const ids = () => world.core.catalog.getState().ownTexts.map(({ dataset_id }) => dataset_id);

  it('leave the list when another server answers, with a sentence', async () => {
    const { core, socket, rest } = await open();
    await bring(world, 'user_1');
    await bring(world, 'user_2');
    rest.hasText.mockImplementation(async (id) => id === 'user_1');
    for (let i = 0; i < 3; i++) {
      socket.setConnection({ state: 'offline', nextTryAt: Date.now() });
    }
    socket.setConnection({ state: 'online' });
    await vi.waitFor(() => expect(ids()).toEqual(['user_1']));
    expect(core.setup.getState().datasetId).toBe('shakespeare');
    expect(notices.at(-1)).toMatchObject({ kind: 'note', title: 'Your text diary.txt is gone' });
  });

  it('leave the list with the last run on them', async () => {
    const { core, rest } = await open();
    await bring(world, 'user_1');
    await core.training.play();
    await core.training.remove('s1');
    await vi.waitFor(() => expect(ids()).toEqual([]));
    // To ask for what is gone would be an error in the browser's console.
    expect(rest.hasText).not.toHaveBeenCalled();
  });

  it('are not listed by a page that is loaded again', async () => {
    const { core, rest } = await open();
    await bring(world, 'user_1');
    rest.hasText.mockResolvedValue(false);
    await core.load();
    expect(ids()).toEqual([]);
    expect(core.setup.getState().datasetId).toBe('shakespeare');
  });

  it('stay when nobody can tell', async () => {
    const { core, rest } = await open();
    await bring(world, 'user_1');
    rest.hasText.mockRejectedValue(networkError('Nobody answers.'));
    await expect(core.uploads.forgetGone()).rejects.toThrow('Nobody answers.');
    expect(ids()).toEqual(['user_1']);
    expect(notices).toEqual([]);
  });
});
