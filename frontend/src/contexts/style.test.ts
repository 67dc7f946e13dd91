import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { type FakeWorld, fakeWorld, ownText, preset, report, showRun, state } from '@/test/fakes';
import { stageOf } from './style';
import type { Notice } from './ui';

const WORDS = 'so anyway I said yes '.repeat(12).trim();
let world: FakeWorld;
beforeEach(async () => {
  world = fakeWorld();
  world.rest.presets.mockResolvedValue([preset('tuned', 'Tuned'), preset('style', 'Your style')]);
  await world.core.load();
  world.core.ui.setState({ tab: 'style_transfer' });
});
afterEach(() => world.core.close());

const desk = () => world.core.style;
const now = () => desk().store.getState();
const refusal = (errorType: ApiError['errorType']) =>
  new ApiError({ errorType, message: `refused: ${errorType}` });
const answerYes = () => {
  const { question } = world.core.ui.getState();
  world.core.ui.setState({ question: null });
  question?.onConfirm();
};

describe('train', () => {
  it('sends the words, then trains them with the recipe for own texts', async () => {
    desk().type(WORDS);
    await desk().train();
    expect(world.rest.fromText).toHaveBeenCalledExactlyOnceWith(WORDS);
    const body = world.rest.createSession.mock.calls[0]?.[0];
    expect(body).toEqual({ feature_type: 'style_transfer', dataset_id: 'user_1', preset: 'style' });
    expect(world.socket.names()).toEqual(['start_training']);
  });

  it('leaves alone what trains in another tab, and asks nothing', async () => {
    showRun(world.core, state('other'));
    desk().type(WORDS);
    await desk().train();
    expect(world.core.ui.getState().question).toBeNull();
    expect(world.socket.names()).toEqual(['start_training']);
    expect(world.core.sessions.getState()).toMatchObject({
      current: 's1',
      runs: { other: { status: { status: 'running' } } },
    });
  });

  it('says that the words before are still being learned, and stops that when asked', async () => {
    const told: Notice[] = [];
    world.core.ui.onNotice((notice) => told.push(notice));
    showRun(world.core, state('before', { feature_type: 'style_transfer' }));
    desk().type(WORDS);
    await desk().train();
    expect(told).toMatchObject([{ title: 'The run before goes on beside this one' }]);
    told[0]?.actions?.[0]?.onPress();
    await vi.waitFor(() =>
      expect(world.socket.sent).toContainEqual(['stop_training', { session_id: 'before' }]),
    );
  });

  it('forgets what stood there once everything is replaced, not while it is changed', () => {
    desk().type(WORDS);
    desk().clear();
    desk().type('A letter to nobody at all.');
    desk().type('A letter to nobody at all. And more');
    expect(now().before?.text).toBe(WORDS);
    desk().type('Something else, from elsewhere');
    expect(now().before).toBeNull();
  });

  it('waits for enough words', async () => {
    desk().type('only a few words');
    await desk().train();
    expect(world.rest.fromText).not.toHaveBeenCalled();
  });

  it('keeps the words when they are refused, says why, and changes nothing else', async () => {
    const before = world.core.setup.getState();
    desk().type(WORDS);
    world.rest.createSession.mockRejectedValueOnce(refusal('too_many_sessions'));
    await desk().train();
    expect(now()).toMatchObject({ text: WORDS, problem: 'refused: too_many_sessions' });
    expect(now().sending).toBe(false);
    expect(world.core.setup.getState()).toEqual(before);
  });

  it('sends words again that the server has forgotten', async () => {
    desk().type(WORDS);
    await desk().train();
    await world.core.training.remove('s1');
    world.rest.createSession.mockRejectedValueOnce(refusal('dataset_not_found'));
    world.rest.fromText.mockResolvedValueOnce(ownText('user_2', WORDS));
    await desk().train();
    expect(world.rest.createSession.mock.lastCall?.[0].dataset_id).toBe('user_2');
  });

  it('sends the same words only once', async () => {
    desk().type(WORDS);
    await desk().train();
    await desk().edit();
    await desk().train();
    expect(world.rest.fromText).toHaveBeenCalledTimes(1);
    expect(world.rest.createSession).toHaveBeenCalledTimes(2);
  });

  it('trains at the speed that was chosen for it', async () => {
    desk().store.setState({ speed: 0 });
    desk().type(WORDS);
    await desk().train();
    expect(world.rest.createSession.mock.calls[0]?.[0].speed_multiplier).toBe(0);
  });
});

describe('what fills the box', () => {
  const file = new File(['x'.repeat(200)], 'letter.docx');
  beforeEach(async () => {
    await desk().loadExamples();
    world.rest.upload.mockResolvedValue({ ...ownText('user_9', 'x'), filename: 'letter.docx' });
  });

  it('asks before typed words go, and brings them back', async () => {
    desk().type('my own words');
    desk().takeExample('diary');
    expect(now().text).toBe('my own words');
    expect(world.core.ui.getState().question?.text).toMatch(/^The 3 words/);
    answerYes();
    expect(now()).toMatchObject({ source: 'A diary' });
    desk().undo();
    expect(now()).toMatchObject({ text: 'my own words', source: null });
    desk().undo();
    expect(now().source).toBe('A diary');
  });

  it('does not ask for words that can be had again', () => {
    desk().takeExample('diary');
    desk().takeExample('formal');
    expect(world.core.ui.getState().question).toBeNull();
    expect(now().source).toBe('Letters');
  });

  it('fills with the words of a file, which are not sent a second time', async () => {
    world.rest.text.mockResolvedValueOnce(WORDS);
    desk().takeFile(file);
    await expect.poll(() => now().text).toBe(WORDS);
    await desk().train();
    expect(world.rest.fromText).not.toHaveBeenCalled();
    expect(world.rest.createSession.mock.calls[0]?.[0].dataset_id).toBe('user_9');
  });

  it('leaves the words alone when a file cannot be read', async () => {
    desk().type('my own words');
    world.rest.upload.mockRejectedValueOnce(refusal('file_unreadable'));
    desk().takeFile(file);
    answerYes();
    await expect.poll(() => now().problem).toBe('refused: file_unreadable');
    expect(now()).toMatchObject({ text: 'my own words', reading: null });
  });

  it('cuts only when told, and gives back what was cut', () => {
    const long = 'word '.repeat(10_100);
    desk().type(long);
    expect(now().text).toBe(long);
    desk().truncate();
    expect(now().text.split(' ')).toHaveLength(10_000);
    desk().undo();
    expect(now().text).toBe(long);
  });
});

it('keeps the words of a run that the person deletes, and raises no alarm', async () => {
  const told: (string | undefined)[] = [];
  world.core.ui.onNotice(({ id }) => told.push(id));
  desk().type(WORDS);
  await desk().train();
  await world.core.training.remove('s1');
  await expect.poll(() => now().onlyHere).toBe(true);
  expect(now().text).toBe(WORDS);
  expect(told).not.toContain('texts-gone');
});

it('calls a run by its example or its first words, on this page alone', async () => {
  const named = () => world.core.catalog.getState().titles.user_1;
  desk().type(WORDS);
  await desk().train();
  expect(named()).toBe('so anyway I said yes so…');
  await desk().loadExamples();
  desk().type('');
  desk().takeExample('diary');
  await desk().train();
  expect(named()).toBe('A diary');
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('A diary');
});

describe('edit', () => {
  it('brings the words of a run back from the server after a reload', async () => {
    showRun(
      world.core,
      state('r', { feature_type: 'style_transfer', dataset_id: 'user_7', status: 'completed' }),
    );
    await desk().edit();
    expect(world.rest.text).toHaveBeenCalledExactlyOnceWith('user_7');
    expect(now()).toMatchObject({ text: 'the words of the run', editing: true });
    desk().back();
    expect(desk().stage()).toBe('result');
  });

  it('keeps the speed of the run, and one that was chosen since', async () => {
    const style = { feature_type: 'style_transfer', status: 'completed' } as const;
    showRun(world.core, state('r', { ...style, speed_multiplier: 5 }));
    await desk().edit();
    expect(now().speed).toBe(5);
    desk().back();
    await world.core.training.setSpeed(0);
    await desk().edit();
    expect(now().speed).toBe(0);
  });
});

it('never writes the words down', async () => {
  desk().type(WORDS);
  await desk().train();
  const kept = JSON.stringify({ ...sessionStorage, ...localStorage }) + window.location.href;
  expect(kept).not.toContain('so anyway');
});

it('stageOf follows the run in sight, unless the words are wanted', () => {
  showRun(world.core, state('r', { feature_type: 'style_transfer' }));
  const run = world.core.sessions.getState().runs.r ?? null;
  expect(stageOf(run, false)).toBe('training');
  expect(stageOf(run, true)).toBe('words');
  expect(stageOf(null, false)).toBe('words');
  showRun(world.core, state('w', { status: 'completed' }));
  expect(stageOf(world.core.sessions.getState().runs.w ?? null, false)).toBe('words');
});

it('takes the report from its event and from a whole story, and lets it go with a new training', async () => {
  const style = { feature_type: 'style_transfer', status: 'completed' } as const;
  showRun(world.core, state('r', style));
  const event = { session_id: 'r', timestamp: 1 };
  world.socket.say('style_metrics', { ...report(), ...event, seq: 9 });
  await world.frame();
  const shown = () => world.core.sessions.getState().runs.r?.report;
  expect(shown()).toEqual(report());
  world.socket.say('training_started', { ...event, seq: 10 });
  await world.frame();
  expect(shown()).toBeNull();
  world.socket.say('session_state', { ...state('r', style), style_metrics: report(), seq: 11 });
  await world.frame();
  expect(shown()?.step).toBe(250);
});
