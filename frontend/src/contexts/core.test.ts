import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { type FakeWorld, fakeWorld, listed, showRun, state, type WorldOptions } from '@/test/fakes';
import { presetChange } from './setup';
import type { Notice } from './ui';

const at = (session_id: string, seq: number) => ({ session_id, seq, timestamp: 1_763_800_000 });
let world: FakeWorld;
const notices: Notice[] = [];

async function open(options: WorldOptions = {}) {
  world = fakeWorld(options);
  notices.length = 0;
  world.core.ui.onNotice((notice) => notices.push(notice));
  await world.core.load();
  return world;
}
const shown = () => world.core.sessions.getState().current;
const run = () => world.core.sessions.getState().runs[shown() ?? ''];
afterEach(() => world.core.close());

describe('Play', () => {
  it('creates a session, starts it without waiting for a room, and shows what the server says', async () => {
    const { core, socket, rest, frame } = await open();
    await core.training.play();
    expect(rest.createSession.mock.calls).toEqual([
      [{ feature_type: 'watch_learn', dataset_id: 'shakespeare', preset: 'tuned' }],
    ]);
    expect(socket.followed).toEqual(['s1']);
    expect(socket.sent).toEqual([['start_training', { session_id: 's1' }]]);
    expect(run()).toMatchObject({ pending: 'start', status: { status: 'idle' } });
    socket.say('training_started', at('s1', 1));
    expect(run()?.status.status).toBe('idle');
    await frame();
    expect(run()).toMatchObject({ pending: null, status: { status: 'running' } });
  });

  it('makes one session of two quick presses', async () => {
    const { core, rest } = await open();
    await Promise.all([core.training.play(), core.training.play()]);
    expect(rest.createSession).toHaveBeenCalledTimes(1);
  });

  it('replays a finished session as the same one, and clears its picture when it begins', async () => {
    const { core, socket, rest, frame } = await open();
    showRun(core, state('old', { status: 'completed', current_iter: 500, seq: 90 }));
    core.metrics.of('old').addSample({ step: 500, text: 'words', prompt: '', quality: '22222' });
    await core.training.play();
    expect(rest.createSession).not.toHaveBeenCalled();
    expect(socket.sent).toEqual([['start_training', { session_id: 'old' }]]);
    expect(core.metrics.of('old').getSnapshot().step).toBe(500);
    socket.say('training_started', at('old', 91));
    await frame();
    expect(core.metrics.of('old').getSnapshot()).toMatchObject({ step: 0, samples: [] });
  });

  it('resumes what is paused', async () => {
    const { core, socket } = await open();
    showRun(core, state('p', { status: 'paused' }));
    await core.training.play();
    expect(socket.names()).toEqual(['resume_training']);
  });

  it('takes its mark away and says why when a command is refused', async () => {
    const { core, socket } = await open();
    showRun(core, state('r'));
    const message = 'It is not running.';
    socket.fail.pause_training = new ApiError({ errorType: 'invalid_state', message });
    await core.training.pause();
    expect(run()?.pending).toBeNull();
    expect(notices).toMatchObject([{ kind: 'warning', title: message }]);
  });

  it('shows a refused setting at its field', async () => {
    const { core, rest } = await open();
    const [errorType, message, field] = [
      'invalid_hyperparameter',
      'Too large.',
      'batch_size',
    ] as const;
    rest.createSession.mockRejectedValueOnce(new ApiError({ errorType, message, field }));
    await core.training.play();
    expect(core.ui.getState()).toMatchObject({
      drawerOpen: true,
      fieldErrors: { batch_size: message },
      creating: false,
    });
  });
});

describe('Step', () => {
  it('from nothing creates a session and is in its room before the step', async () => {
    const { core, socket } = await open();
    await core.training.step();
    expect(socket.joined).toEqual(['s1']);
    expect(socket.sent).toEqual([['step_training', { session_id: 's1' }]]);
  });

  it('taken while the past is looked at shows the new step', async () => {
    const { core } = await open();
    showRun(core, state('r', { status: 'paused' }));
    core.machines.of('r').look(0);
    await core.training.step();
    expect(core.machines.of('r').store.getState().step).toBe('live');
  });
});

describe('a page that is loaded in the middle of a run', () => {
  const story = state('r', {
    current_iter: 120,
    dataset_id: 'poems',
    dataset_title: 'Poems',
    progress: { steps: [1, 2], train_losses: [4, null] },
    loss_history: [{ step: 0, train_loss: 4.2, val_loss: 4.21 }],
    samples: [{ step: 0, text: 'zq', prompt: '\n', quality: '00' }],
  });
  const load = async (options: WorldOptions) => {
    world = fakeWorld(options);
    world.core.ui.onNotice((notice) => notices.push(notice));
    notices.length = 0;
    world.socket.onJoin = () => world.socket.say('session_state', story);
    await world.core.load();
    return world;
  };

  it('draws the story of the session that was in sight', async () => {
    const { core, socket } = await load({
      sessions: [listed('r', { status: 'running' }), listed('newer', { status: 'running' })],
      remembered: 'r',
    });
    expect(socket.joined).toEqual(['r']);
    expect(shown()).toBe('r');
    expect(core.metrics.of('r').getSnapshot()).toMatchObject({ step: 120, length: 2 });
    expect(run()).toMatchObject({ status: { status: 'running' }, session: { seed: 7 } });
    expect(core.setup.getState().datasetId).toBe('poems');
  });

  it('takes the newest living run when it remembers none', async () => {
    await load({
      sessions: [
        listed('done', { status: 'completed', created_at: '2026-11-22T14:00:00Z' }),
        listed('r', { status: 'paused', created_at: '2026-11-22T13:00:00Z' }),
        listed('older', { status: 'running', created_at: '2026-11-22T12:00:00Z' }),
      ],
    });
    expect(shown()).toBe('r');
  });

  it('stays idle for a link that names a setup, and after an expired session says so', async () => {
    const sessions = [listed('r', { status: 'running' })];
    const { core } = await load({ sessions, query: '?dataset=poems&preset=modern&seed=7' });
    expect(shown()).toBeNull();
    expect(core.setup.getState()).toMatchObject({ datasetId: 'poems', preset: 'modern', seed: 7 });
    core.close();
    await load({ sessions: [], remembered: 'gone' });
    expect(notices[0]?.title).toContain('gone');
    expect(world.storage.getItem('llmbreaker.current')).toBeNull();
  });
});

describe('choosing another text', () => {
  it('asks before a living run is abandoned, and does nothing until it is answered', async () => {
    const { core, socket } = await open();
    showRun(core, state('r', { current_iter: 250 }));
    core.training.prepare({ datasetId: 'poems' }, 'Poems');
    const { question } = core.ui.getState();
    expect(question).toMatchObject({
      title: 'Stop this training and switch to Poems?',
      safeLabel: 'Keep training',
      confirmLabel: 'Stop and switch',
    });
    expect(question?.text).toContain('step 250 of 500');
    expect(socket.sent).toEqual([]);
    expect(core.setup.getState().datasetId).toBe('shakespeare');
    question?.onConfirm();
    await vi.waitFor(() => expect(core.setup.getState().datasetId).toBe('poems'));
    expect(socket.sent).toEqual([['stop_training', { session_id: 'r' }]]);
    expect(shown()).toBeNull();
  });

  it('can leave the run going, and starts the next beside it', async () => {
    const { core, socket, rest } = await open();
    showRun(core, state('r', { current_iter: 250 }));
    core.training.prepare({ datasetId: 'poems' }, 'Poems');
    const { other } = core.ui.getState().question ?? {};
    expect(other?.label).toBe('Let it run, start another');
    other?.onPress();
    expect(socket.names()).not.toContain('stop_training');
    expect(core.sessions.getState().runs.r?.status.status).toBe('running');
    await core.training.play();
    expect(rest.createSession.mock.calls[0]?.[0].dataset_id).toBe('poems');
    expect(Object.keys(core.sessions.getState().runs).sort()).toEqual(['r', 's1']);
  });

  it('says that another preset puts changed settings aside, and brings them back', async () => {
    const { core } = await open();
    const mine = { hyperparameters: { batch_size: 8 }, model: { n_layer: 1 } };
    core.setup.setState(mine);
    core.training.prepare({ ...presetChange('modern') }, 'Modern');
    expect(notices.at(-1)?.title).toBe('Your 2 changed settings were put aside');
    notices.at(-1)?.actions?.[0]?.onPress();
    expect(core.setup.getState()).toMatchObject({ preset: 'tuned', ...mine });
    expect(notices).toHaveLength(1);
  });

  it('asks nothing when the run is finished: the next Play is another session', async () => {
    const { core, rest } = await open();
    showRun(core, state('r', { status: 'completed' }));
    core.training.prepare({ datasetId: 'poems' }, 'Poems');
    expect(core.ui.getState().question).toBeNull();
    expect(shown()).toBeNull();
    expect(notices.at(-1)?.title).toMatch(/^The run on .+ is kept$/);
    await core.training.play();
    expect(rest.createSession.mock.calls[0]?.[0].dataset_id).toBe('poems');
  });
});

it('leads back to a finished run that another text put aside', async () => {
  const { core } = await open();
  showRun(core, state('r', { status: 'completed' }));
  core.training.prepare({ datasetId: 'poems' }, 'Poems');
  notices.at(-1)?.actions?.[0]?.onPress();
  expect(shown()).toBe('r');
});

it('a session that is left stays listed with the step it had', async () => {
  const { core, socket } = await open();
  showRun(core, state('r', { current_iter: 120, status: 'stopped' }));
  core.training.prepare({ datasetId: 'poems' }, 'Poems');
  expect(core.sessions.getState().runs.r?.status.current_iter).toBe(120);
  expect(socket.left).toEqual(['r']);
});

describe('what the server says', () => {
  it('tells time and losses at the end, and keeps the time', async () => {
    const { core, socket, frame } = await open();
    showRun(core, state('r'));
    socket.say('training_metrics', { ...at('r', 2), step: 0, train_loss: 4.2, val_loss: 4.21 });
    socket.say('training_metrics', { ...at('r', 3), step: 500, train_loss: 2.2, val_loss: 2.24 });
    socket.say('training_completed', {
      ...at('r', 4),
      ...{ final_train_loss: 2.2, final_val_loss: 2.24, best_step: 500 },
      ...{ total_time_seconds: 25.31, diverged: false },
    });
    await frame();
    expect(notices).toMatchObject([
      {
        kind: 'success',
        title: 'Shakespeare: trained in 25.3 s, unseen 4.21 → 2.24',
      },
    ]);
    expect(run()).toMatchObject({ summary: { seconds: 25.31 }, status: { status: 'completed' } });
    expect(core.metrics.of('r').getSnapshot().step).toBe(500);
  });

  it('warns at the end of a run that has memorised, and takes the message back with the next', async () => {
    const { core, socket, frame } = await open();
    const dismissed: string[] = [];
    core.ui.onDismiss((id) => dismissed.push(id));
    const loss_history = [
      { step: 0, train_loss: 3.4, val_loss: 3.4 },
      { step: 100, train_loss: 1.2, val_loss: 2.04 },
      { step: 500, train_loss: 0.01, val_loss: 6.96 },
    ];
    showRun(core, state('r', { loss_history }));
    socket.say('training_completed', {
      ...at('r', 2),
      ...{ final_train_loss: 0.01, final_val_loss: 6.96, best_step: 100 },
      ...{ total_time_seconds: 17.4, diverged: false },
    });
    await frame();
    expect(notices).toMatchObject([
      {
        ...{ id: 'completed', kind: 'warning' },
        title:
          'Shakespeare: trained in 17.4 s. It began to memorise after step 100: 2.04 there, 6.96 now',
      },
    ]);
    dismissed.length = 0;
    socket.say('training_started', at('r', 3));
    await frame();
    expect(dismissed).toEqual(['completed']);
    await core.training.remove('r');
    expect(dismissed).toEqual(['completed', 'completed']);
  });

  it('marks a failed run, and ignores the echo of a refusal', async () => {
    const { core, socket, frame } = await open();
    showRun(core, state('r'));
    socket.say('error', { session_id: 'r', error_type: 'invalid_state', message: 'No.' });
    await frame();
    expect(run()).toMatchObject({ failure: null, status: { status: 'running' } });
    socket.say('error', { ...at('r', 4), error_type: 'worker_lost', message: 'Lost.' });
    await frame();
    expect(run()).toMatchObject({
      failure: { type: 'worker_lost', message: 'Lost.' },
      status: { status: 'error' },
    });
  });

  it('returns to idle when the session in sight is removed, with a word unless we did it', async () => {
    const { core, socket, frame } = await open();
    showRun(core, state('r'));
    socket.say('session_removed', at('r', 9));
    await frame();
    expect(shown()).toBeNull();
    expect(notices).toHaveLength(1);
    showRun(core, state('mine'));
    await core.training.remove('mine');
    expect(shown()).toBeNull();
    expect(notices).toHaveLength(1);
  });

  it('keeps following its own run when a listing is older than its events', async () => {
    const { core, rest } = await open();
    showRun(core, state('r', { status: 'paused' }));
    rest.sessions.mockResolvedValueOnce([listed('r', { status: 'running' }), listed('other')]);
    await core.refresh();
    expect(run()?.status.status).toBe('paused');
    expect(Object.keys(core.sessions.getState().runs).sort()).toEqual(['other', 'r']);
  });
});

describe('a server that ends', () => {
  const gone = new ApiError({ errorType: 'session_not_found', message: 'No such session.' });
  const cut = { state: 'offline', nextTryAt: 1 } as const;

  it('is told from a lost connection by its word', async () => {
    const { core, socket, frame } = await open();
    showRun(core, state('r'));
    const stopped = { reason: 'shutdown', current_step: 189 } as const;
    socket.say('training_stopped', { ...at('r', 2), ...stopped });
    await frame();
    expect(core.ui.getState().serverEnded).toBe(true);
  });

  it('is told by silence after some tries, unless it answers after all', async () => {
    const { core, socket, rest } = await open();
    rest.health.mockClear();
    for (let tries = 0; tries < 3; tries++) socket.setConnection(cut);
    await vi.waitFor(() => expect(rest.health).toHaveBeenCalledTimes(1));
    expect(core.ui.getState().serverEnded).toBe(false);
    const nobody = new ApiError({ errorType: 'network_error', message: 'Nobody there.' });
    rest.health.mockRejectedValue(nobody);
    socket.setConnection(cut);
    await vi.waitFor(() => expect(core.ui.getState().serverEnded).toBe(true));
    socket.setConnection({ state: 'online' });
    expect(core.ui.getState().serverEnded).toBe(false);
  });

  it('leaves the picture of its run, and Play starts another', async () => {
    const { core, socket, rest } = await open();
    showRun(core, state('r', { status: 'completed', current_iter: 500 }));
    core.ui.setState({ serverEnded: true });
    socket.setConnection(cut);
    socket.setConnection({ state: 'online' });
    socket.lose('r', gone);
    expect(notices.at(-1)?.title).toContain('started anew');
    expect(shown()).toBe('r');
    expect(core.metrics.of('r').getSnapshot().step).toBe(500);
    await core.training.play();
    expect(rest.createSession).toHaveBeenCalledTimes(1);
    expect(shown()).toBe('s1');
    expect(core.sessions.getState().runs.r).toBeUndefined();
  });

  it('is not blamed for a session that expired', async () => {
    const { core, socket } = await open();
    showRun(core, state('r', { status: 'completed' }));
    socket.lose('r', gone);
    expect(shown()).toBeNull();
    expect(notices.at(-1)?.title).toContain('expired');
  });
});

it('asks whether the connection carries when a run falls silent', async () => {
  vi.useFakeTimers();
  try {
    const { core, socket } = await open();
    showRun(core, state('r'));
    await vi.advanceTimersByTimeAsync(2500);
    socket.say('training_paused', { ...at('other', 1), current_step: 1 });
    await vi.advanceTimersByTimeAsync(2500);
    expect(socket.check).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2500);
    expect(socket.check).toHaveBeenCalledTimes(1);
  } finally {
    vi.useRealTimers();
  }
});

it('remembers how fast a preset was here, at full speed and unchanged', async () => {
  const { core, socket, frame } = await open();
  const end = { final_train_loss: 2, final_val_loss: 2, best_step: 500, diverged: false };
  const complete = async (id: string, speed: 0 | 1) => {
    showRun(core, state(id, { speed_multiplier: speed }));
    socket.say('training_completed', { ...at(id, 3), ...end, total_time_seconds: 10 });
    await frame();
  };
  await complete('slow', 1);
  expect(core.measured.getState()).toEqual({});
  await complete('fast', 0);
  expect(core.measured.getState()).toEqual({ tuned: 0.02 });
});

it('remembers what the last own text needed at its speed, and that a kept pace is no slower', async () => {
  const { core, socket, frame } = await open();
  const end = { final_train_loss: 2, final_val_loss: 2, best_step: 500, diverged: false };
  const complete = async (id: string, speed: 0 | 2, total_time_seconds: number) => {
    const own = { feature_type: 'style_transfer', preset: 'style' } as const;
    showRun(core, state(id, { ...own, speed_multiplier: speed }));
    socket.say('training_completed', { ...at(id, 3), ...end, total_time_seconds });
    await frame();
  };
  await complete('busy', 0, 20);
  expect(core.measured.getState()).toEqual({ style: 0.04, 'style@0': 0.04 });
  await complete('paced', 2, 13);
  expect(core.measured.getState()).toEqual({ style: 0.026, 'style@0': 0.04, 'style@2': 0.026 });
});
