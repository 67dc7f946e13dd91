/** Puts the stores, the wire and the actions of one page together. The only place that knows all of them. */
import { ApiError } from '@/api/errors';
import { dispatch, type ServerMessage } from '@/api/events';
import type { RestClient } from '@/api/rest';
import type { SocketClient } from '@/api/socket';
import { createHandlers } from './applyEvents';
import { type CatalogStore, createCatalogStore } from './catalog';
import { type CinemaStore, createCinemaStore } from './cinema';
import { COMPLETED } from './completion';
import { watchLiveness } from './coreLiveness';
import { createMeasured, type MeasuredStore, measure } from './coreMeasured';
import { createDrain } from './drain';
import { createMachines, type Machines } from './machines';
import { createMetrics, type Metrics } from './metrics';
import { namePasted } from './pastedTitles';
import { createSessionsStore, isAlive, type SessionsStore, sessionActions } from './sessions';
import {
  createSetupStore,
  DEFAULT_SETUP,
  isOwnText,
  type SetupStore,
  setupFromQuery,
} from './setup';
import { createStyleDesk, type StyleDesk } from './style';
import { createTraining, type Training } from './training';
import { createUiStore, tellFailure, type UiStore } from './ui';
import { guardUnsaved } from './unsaved';
import { createUploads, type Uploads } from './uploads';

export interface Core {
  rest: RestClient;
  socket: SocketClient;
  sessions: SessionsStore;
  metrics: Metrics;
  machines: Machines;
  catalog: CatalogStore;
  setup: SetupStore;
  cinema: CinemaStore;
  style: StyleDesk;
  ui: UiStore;
  training: Training;
  uploads: Uploads;
  measured: MeasuredStore;
  /** Connects to the server, gets what there is to choose from and this browser's sessions, and opens the one that was in sight. */
  load(): Promise<void>;
  /** Asks how the sessions stand that this page does not follow. */
  refresh(): Promise<void>;
  close(): void;
}

export interface CoreParts {
  rest: RestClient;
  socket: SocketClient;
  /** Remembers for this browser tab which session was in sight. */
  storage: Storage;
  /** The query of the address the page was opened with. */
  query: string;
}

const CURRENT_KEY = 'llmbreaker.current';

export function createCore({ rest, socket, storage, query }: CoreParts): Core {
  const wished = setupFromQuery(new URLSearchParams(query));
  const sessions = createSessionsStore();
  const actions = sessionActions(sessions);
  const metrics = createMetrics();
  const machines = createMachines(socket, storage);
  const catalog = createCatalogStore(storage);
  const setup = createSetupStore(wished);
  const ui = createUiStore();
  const cinema = createCinemaStore(storage);
  const drain = createDrain<ServerMessage>((messages) => {
    for (const message of messages) dispatch(message, handlers);
    metrics.publish();
  });
  const parts = { rest, socket, sessions, actions, metrics, machines, catalog, setup, ui };
  const training = createTraining({ ...parts, settle: drain.flush });
  const handlers = createHandlers({
    ...{ sessions, actions, metrics, machines, catalog, ui },
    onRemoved: (id) => training.gone(id),
  });
  const measured = createMeasured(storage);
  const uploads = createUploads({ rest, catalog, ui, setup, training });
  const style = createStyleDesk({ rest, sessions, catalog, setup, training, ui });

  const inSight = (): string[] => {
    const { current } = sessions.getState();
    return current === null ? [] : [current];
  };
  /** What was in sight when another server took the place of one that had ended. */
  let leftBehind: string[] = [];
  const refresh = async () => {
    const shown = inSight();
    const all = await rest.sessions();
    // A followed session is told by its events, which are newer than any listing.
    actions.list(
      all.filter(({ session_id }) => !shown.includes(session_id)),
      shown,
    );
  };
  const unsubscribes = [
    guardUnsaved(style, window),
    namePasted({ rest, sessions, catalog }),
    socket.onMessage(drain.push),
    ui.subscribe(({ tab }) => {
      socket.wantAttention(tab === 'watch_learn' ? 'snapshots' : 'frames');
    }),
    socket.onGone((id) => {
      const run = sessions.getState().runs[id];
      // What trains does not expire: it went with its server.
      const isLost = leftBehind.includes(id) || (run !== undefined && isAlive(run.status.status));
      if (!isLost || !inSight().includes(id)) {
        training.gone(id, 'This session has expired');
        return;
      }
      training.lose(id);
      ui.notify({
        id: 'gone',
        kind: 'note',
        title: 'The server was started anew, so its runs are gone',
        text: 'What this page shows stays. Press Play for a new run.',
      });
    }),
    watchLiveness({
      ...{ rest, socket, sessions, ui },
      onBack: (anew) => {
        leftBehind = anew ? inSight() : [];
        // A failed listing is asked for again by whoever needs it.
        refresh().catch(() => undefined);
        // One that is gone and still listed is refused when it is to be trained on.
        uploads.forgetGone().catch(() => undefined);
      },
    }),
    sessions.subscribe(({ runs }, before) => {
      for (const [id, run] of Object.entries(runs)) {
        const was = before.runs[id]?.status.status;
        if (was === 'running' && run.status.status === 'completed') {
          measure(measured, run, catalog.getState().presets);
        }
      }
    }),
    sessions.subscribe(({ runs }, before) => {
      if (runs === before.runs) return;
      const ended = Object.entries(before.runs).filter(([id]) => runs[id] === undefined);
      // An own text goes with the last run on it: nobody has to be asked.
      const used = new Set(Object.values(runs).map(({ status }) => status.dataset_id));
      const gone = ended
        .map(([, { status }]) => status.dataset_id)
        .filter((id) => isOwnText(id) && !used.has(id));
      uploads.forget(
        gone,
        ended.every(([id]) => training.isDeleting(id)),
      );
    }),
    sessions.subscribe(({ current }, before) => {
      if (current === before.current) return;
      // The run it told about is no longer in sight.
      ui.dismiss(COMPLETED);
      if (current !== null) storage.setItem(CURRENT_KEY, current);
      else storage.removeItem(CURRENT_KEY);
    }),
  ];

  /** What was in sight before the reload; else the newest run that is alive, unless a link asks for another. */
  const reopen = async () => {
    const remembered = storage.getItem(CURRENT_KEY);
    const runs = Object.values(sessions.getState().runs).map(({ status }) => status);
    if (remembered !== null && !runs.some(({ session_id }) => session_id === remembered)) {
      storage.removeItem(CURRENT_KEY);
      const title = 'The run that was open here is gone';
      const text = 'It expired, or the server was started anew. Press Play for a new one.';
      ui.notify({ id: 'gone', kind: 'note', title, text });
      return;
    }
    const alive = runs.filter(({ status }) => isAlive(status));
    const newest = alive.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0];
    const fallback = Object.keys(wished).length === 0 ? newest?.session_id : undefined;
    const id = remembered ?? fallback;
    if (id !== undefined) await training.open(id);
  };
  /** A link may name what this machine does not have. */
  const checkWishes = () => {
    const { datasetId, preset } = setup.getState();
    const { datasets, presets, ownTexts } = catalog.getState();
    const texts = [...datasets.map(({ name }) => name), ...ownTexts.map((own) => own.dataset_id)];
    if (!texts.includes(datasetId)) setup.setState({ datasetId: DEFAULT_SETUP.datasetId });
    if (!presets.some(({ name }) => name === preset)) {
      setup.setState({ preset: DEFAULT_SETUP.preset });
    }
  };

  const load = async () => {
    catalog.setState({ state: 'loading' });
    socket.open();
    try {
      const known = [rest.datasets(), rest.presets(), rest.health(), refresh()] as const;
      const [datasets, presets, engine] = await Promise.all(known);
      await uploads.forgetGone();
      catalog.setState({ state: 'ready', datasets, presets, engine });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      catalog.setState({ state: 'failed' });
      tellFailure(ui, error, () => void load());
      return;
    }
    checkWishes();
    await reopen();
  };

  return {
    ...{ rest, socket, sessions, metrics, machines, cinema, catalog, setup, ui },
    ...{ training, uploads, style, measured, load, refresh },
    close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      drain.close();
      machines.close();
      socket.close();
    },
  };
}
