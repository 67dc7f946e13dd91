/**
 * What the person can do with the session in sight: play, pause, stop, step, speed, switch, delete.
 * Sends commands and marks them as pending; the picture changes when the server's event comes back.
 */
import { ApiError } from '@/api/errors';
import type { Session } from '@/api/generated';
import type { RestClient } from '@/api/rest';
import type { SocketClient } from '@/api/socket';
import { type CatalogStore, forgetText, titleOf } from './catalog';
import type { Machines } from './machines';
import type { Metrics } from './metrics';
import {
  type Command,
  type FeatureType,
  isAlive,
  type Run,
  type SessionActions,
  type SessionsStore,
  type Speed,
  statusOf,
} from './sessions';
import {
  createBody,
  DEFAULT_SETUP,
  recipeOf,
  type Setup,
  type SetupStore,
  setupOf,
  textChange,
} from './setup';
import { featureInView, tellFailure, type UiStore } from './ui';

export interface TrainingParts {
  rest: RestClient;
  socket: SocketClient;
  sessions: SessionsStore;
  actions: SessionActions;
  metrics: Metrics;
  machines: Machines;
  catalog: CatalogStore;
  setup: SetupStore;
  ui: UiStore;
  /** Applies the events that have arrived, without waiting for the next frame. */
  settle: () => void;
}

export interface Training {
  /** Trains: a new session, the same one from scratch (Replay), or on from a pause. */
  play(): Promise<void>;
  /**
   * Trains something else beside whatever runs, which goes on in the list.
   *
   * Rejects with the ApiError of a refusal; then nothing has changed.
   */
  begin(change: Partial<Setup>, feature: FeatureType): Promise<void>;
  pause(): Promise<void>;
  stop(): Promise<void>;
  /** Ends a run that is not in sight. */
  stopOther(sessionId: string): Promise<void>;
  step(): Promise<void>;
  setSpeed(speed: Speed): Promise<void>;
  /** Changes what the next Play trains, and presses it when told; asks first when that abandons a living run. */
  prepare(change: Partial<Setup>, name: string, thenPlay?: boolean): void;
  /** Shows another session of this browser. */
  open(sessionId: string): Promise<void>;
  remove(sessionId: string): Promise<void>;
  /** Whether the person is deleting it just now. */
  isDeleting(sessionId: string): boolean;
  /** A session that is no more: forgets it, and says so when it was in sight. */
  gone(sessionId: string, sentence?: string): void;
  /** A session that went with its server: its picture stays, and the next Play starts another. */
  lose(sessionId: string): void;
}

const EVENT: Record<Exclude<Command, 'start'>, Parameters<SocketClient['emit']>[0]> = {
  pause: 'pause_training',
  resume: 'resume_training',
  stop: 'stop_training',
  step: 'step_training',
};

export function createTraining(parts: TrainingParts): Training {
  const { rest, socket, sessions, actions, metrics, machines, catalog, setup, ui, settle } = parts;
  const deleting = new Set<string>();

  const currentId = () => sessions.getState().current;
  const current = (): Run | null => {
    const id = currentId();
    return id === null ? null : (sessions.getState().runs[id] ?? null);
  };
  /** Whether there is nothing that could be started again. */
  const isBlank = () => {
    const run = current();
    return run === null || run.lost === true;
  };

  const show = (id: string | null) => {
    const before = currentId();
    if (before !== null && before !== id) {
      // The listing takes over from here; until it comes, this is how far it was.
      const { step, ratePerSecond } = metrics.of(before).getSnapshot();
      actions.editStatus(before, { current_iter: step, iters_per_sec: ratePerSecond });
      socket.leave(before);
      metrics.forget(before);
      if (sessions.getState().runs[before]?.lost) actions.remove(before);
      machines.forget(before);
    }
    ui.setState({ hoveredStep: null });
    actions.show(id);
  };

  const gone = (id: string, sentence = 'This session has ended and its story is gone.') => {
    const wasShown = currentId() === id;
    socket.leave(id);
    actions.remove(id);
    metrics.forget(id);
    machines.forget(id);
    if (wasShown) ui.setState({ hoveredStep: null });
    if (!wasShown || deleting.delete(id)) return;
    ui.notify({
      id: 'gone',
      kind: 'note',
      title: sentence,
      text: 'Press Play to start a new one.',
    });
  };

  const lose = (id: string) => {
    actions.edit(id, (run) => {
      const alive = isAlive(run.status.status);
      const status = alive ? { ...run.status, status: 'stopped' as const } : run.status;
      return { lost: true, pending: null, status };
    });
    metrics.of(id).publish();
  };

  /** Tells a refusal where it can be answered: at the field, in the list of texts, or in a message. */
  const refuse = (error: ApiError, retry?: () => void) => {
    const field = error.field?.split('.').at(-1);
    if (error.errorType === 'session_not_found') {
      const id = currentId();
      if (id !== null) gone(id, 'This session has expired');
      return;
    }
    if (error.errorType === 'invalid_hyperparameter' && field) {
      ui.setState({ drawerOpen: true, fieldErrors: { [field]: error.message } });
      return;
    }
    if (error.errorType === 'dataset_not_found') {
      const chosen = setup.getState();
      forgetText(catalog, chosen.datasetId);
      setup.setState(textChange(chosen, DEFAULT_SETUP.datasetId));
    }
    tellFailure(ui, error, error.errorType === 'network_error' ? undefined : retry);
  };
  /** Runs a request; its failure is told and ends the action. */
  const attempt = async (action: () => Promise<void>, retry?: () => void) => {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refuse(error, retry);
    }
  };

  const create = async (feature = featureInView(ui)): Promise<Session> => {
    const session = await rest.createSession(createBody(setup.getState(), feature));
    const id = session.session_id;
    actions.put(statusOf(session), session);
    metrics.of(id).plan({
      maxStep: session.training_config.max_iters ?? 0,
      references: session.reference_losses,
      keepsBest: session.feature_type === 'style_transfer',
    });
    show(id);
    ui.setState({ fieldErrors: {} });
    return session;
  };

  const command = async (name: Command, send: (id: string) => Promise<unknown>) => {
    const id = currentId();
    if (id === null || current()?.pending === name) return;
    actions.edit(id, () => ({ pending: name }));
    try {
      await send(id);
    } catch (error) {
      actions.edit(id, () => ({ pending: null }));
      throw error;
    }
  };
  const order = (name: Exclude<Command, 'start'>) =>
    attempt(() => command(name, (id) => socket.emit(EVENT[name], { session_id: id })));

  const start = async () => {
    await command('start', async (id) => {
      // The room is joined by the start itself: no round trip stands before the first loss.
      socket.follow(id);
      const started = socket.emit('start_training', { session_id: id });
      const speed = setup.getState().speed;
      const known = current()?.status.speed_multiplier;
      if (speed !== null && speed !== known) {
        await started;
        await socket.emit('set_speed', { session_id: id, speed_multiplier: speed });
      }
      await started;
    });
  };

  /** Only one session is created, however often the button is pressed meanwhile. */
  const once = async (action: () => Promise<void>) => {
    if (ui.getState().creating) return;
    ui.setState({ creating: true });
    try {
      await action();
    } finally {
      ui.setState({ creating: false });
    }
  };

  /** Another recipe takes the person's own values away: says so, and offers them back. */
  const tellSetAside = (before: Setup) => {
    const { model, hyperparameters, beforeAdvice } = before;
    const count = Object.keys({ ...model, ...hyperparameters }).length;
    if (count === 0) return;
    const back = { ...recipeOf(before), beforeAdvice };
    ui.notify({
      id: 'set-aside',
      kind: 'note',
      title: `Your ${count === 1 ? 'changed setting was' : `${count} changed settings were`} put aside`,
      text: 'A preset brings its own.',
      actions: [{ label: 'Undo', onPress: () => training.prepare(back, 'your settings') }],
    });
  };

  /** A run that makes place for the next one is not lost: says where it is. */
  const tellPutAside = (status: Run['status']) =>
    ui.notify({
      id: 'put-aside',
      kind: 'note',
      title: `The run on ${titleOf(catalog.getState(), status)} is kept`,
      text: 'It stays in the list at the top until it is deleted or an hour has passed.',
      actions: [{ label: 'Back to the run', onPress: () => void training.open(status.session_id) }],
    });

  const training: Training = {
    async play() {
      const status = current()?.status.status;
      if (status === 'paused') return order('resume');
      if (status === 'running' || status === 'queued') return;
      await attempt(
        () =>
          once(async () => {
            if (isBlank()) await create();
            await start();
          }),
        () => training.play(),
      );
    },
    async begin(change, feature) {
      const before = setup.getState();
      await once(async () => {
        setup.setState(change);
        try {
          await create(feature);
        } catch (error) {
          setup.setState(before);
          throw error;
        }
        await attempt(start, () => training.play());
      });
    },
    pause: () => order('pause'),
    stop: () => order('stop'),
    stopOther: (session_id) =>
      attempt(async () => {
        await socket.emit('stop_training', { session_id });
      }),
    async step() {
      await attempt(() =>
        once(async () => {
          if (isBlank()) {
            const { session_id } = await create();
            await socket.join(session_id);
          }
          await command('step', async (id) => {
            await socket.emit('step_training', { session_id: id });
            // Whoever takes a step wants to see it.
            machines.of(id).look('live');
          });
        }),
      );
    },
    async setSpeed(speed) {
      setup.setState({ speed });
      const run = current();
      if (!run || !isAlive(run.status.status)) return;
      const session_id = run.status.session_id;
      await attempt(async () => {
        await socket.emit('set_speed', { session_id, speed_multiplier: speed });
      });
    },
    prepare(change, name, thenPlay = false) {
      const run = current();
      const apply = () => {
        const before = setup.getState();
        setup.setState(change);
        show(null);
        if (run && !run.lost && !isAlive(run.status.status)) tellPutAside(run.status);
        if (change.preset !== undefined) tellSetAside(before);
        if (thenPlay) void training.play();
      };
      if (!run || !isAlive(run.status.status)) {
        apply();
        return;
      }
      const { session_id, max_iters } = run.status;
      const title = titleOf(catalog.getState(), run.status);
      const { step } = metrics.of(session_id).getSnapshot();
      ui.setState({
        question: {
          title: `Stop this training and switch to ${name}?`,
          text: `When you asked, the run on ${title} was at step ${step} of ${max_iters}. It can end there, or stay in the list at the top while the next one starts.`,
          safeLabel: 'Keep training',
          confirmLabel: 'Stop and switch',
          other: {
            label:
              run.status.status === 'paused'
                ? 'Leave it paused, start another'
                : 'Let it run, start another',
            onPress: apply,
          },
          onConfirm: () =>
            void attempt(async () => {
              // It may have ended by itself while the question stood there.
              const status = sessions.getState().runs[session_id]?.status.status;
              if (status && isAlive(status)) await socket.emit('stop_training', { session_id });
              actions.editStatus(session_id, { status: 'stopped' });
              apply();
            }),
        },
      });
    },
    async open(id) {
      if (currentId() === id) return;
      show(id);
      await attempt(async () => {
        await socket.join(id);
        settle();
        const session = current()?.session;
        const { presets } = catalog.getState();
        if (session) setup.setState({ ...setupOf(session, presets), beforeAdvice: null });
      });
    },
    async remove(id) {
      if (sessions.getState().runs[id]?.lost) {
        deleting.add(id);
        gone(id);
        return;
      }
      deleting.add(id);
      await attempt(async () => {
        await rest.deleteSession(id);
        gone(id);
      });
      deleting.delete(id);
    },
    isDeleting: (id) => deleting.has(id),
    gone,
    lose,
  };
  return training;
}
