/**
 * The lab as the page knows it: what the worker said, in two stores (what changes seldom, and `record` for what changes
 * every frame), and everything a person can do. One a page: it outlives the tab, so a training goes on behind another.
 */
import {
  type EngineKind,
  type Inspection,
  type NamedMatrix,
  type Recording,
  type Settings,
  settingsFrom,
  type WrittenToken,
} from 'microgpt';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { countsOf, documentsOf } from './documents';
import { whenIdle } from './idle';
import { LabError, type Line, openLine, type Port } from './line';
import type {
  Failure,
  NameSheet,
  News,
  Pace,
  Phase,
  QuestionName,
  Questions,
  Wants,
} from './protocol';
import { LabRecord } from './record';
import { GRAPH_LIMIT, longestGraph, QUICK_GRAPH } from './size';

/** What is learned: the list that came with the page, or the person's own lines. */
export interface Source {
  kind: 'names' | 'own';
  documents: readonly string[];
}

export interface LabState {
  /** Counts the models of this visit; another one is another run. */
  run: number;
  /** `loading` until there is a model; `empty` without anything to learn; `lost` when the worker is gone. */
  status: 'loading' | 'ready' | 'empty' | 'lost';
  /** Why it is lost. */
  lostReason: string | null;
  phase: Phase;
  pace: Pace;
  engine: EngineKind;
  settings: Settings;
  source: Source;
  /** The alphabet; BOS comes after it. */
  chars: readonly string[];
  /** Numbers that a step of `value` keeps, on the longest document; see size.ts. */
  graph: number;
  parameterCount: number;
  failure: Failure | null;
  temperature: number;
  /** Names to write when asked. */
  sampleCount: number;
  /** Weights that were brought from another run, and how far that was; null: drawn here by chance. */
  brought: { step: number } | null;
  /** The run has just ended by itself: whoever presses a button now may still read what stood there. */
  settling: boolean;
  /** The newest step that was recorded to be walked through, of which `run`. */
  recorded: { run: number; recording: Recording } | null;
  /** An order that the worker has not carried out yet. */
  pending: 'train' | 'pause' | 'stop' | 'step' | 'open' | 'engine' | null;
}

export interface LabDesk {
  store: StoreApi<LabState>;
  record: LabRecord;
  train(): Promise<void>;
  pause(): Promise<void>;
  stop(): Promise<void>;
  step(): Promise<void>;
  setPace(pace: Pace): void;
  setEngine(kind: EngineKind): Promise<void>;
  setTemperature(temperature: number): void;
  setSampleCount(count: number): void;
  /** The same model, untrained. What keeps it from that is told by `status`. */
  reset(): Promise<void>;
  /** A new, untrained model. @throws LabError that names the field. */
  open(change: { settings?: Partial<Settings>; source?: Source }): Promise<void>;
  /** The list that came with the page. */
  names(): Promise<readonly string[]>;
  /** Made anew at every call: other names each time. @throws LabError */
  generate(): Promise<NameSheet>;
  /** Begins a text letter by letter: another one each time unless a seed is given. */
  write(options?: { temperature?: number; seed?: number }): Promise<WrittenToken>;
  next(): Promise<WrittenToken | null>;
  recordStep(): Promise<Recording>;
  inspect(node: number): Promise<Inspection>;
  parameters(): Promise<NamedMatrix[]>;
  /** `brought`: how far the run was that they come from. */
  load(parameters: readonly NamedMatrix[], brought?: { step: number }): Promise<void>;
  /** Which pictures of the last step are sent along; the answer takes the wish back. */
  want(wants: Partial<Wants>): () => void;
  close(): void;
}

export interface DeskParts {
  makePort: () => Port;
  /** The text of the list of names. */
  loadNames: () => Promise<string>;
  /** Calls at the next animation frame. */
  nextFrame?: (callback: () => void) => void;
  /** Finds out how fast both engines are, for each size of model. */
  measures?: boolean;
  /** Calls when the page rests; what it returns takes the call back. */
  idle?: (callback: () => void) => () => void;
}

export const DEFAULT_SAMPLE_COUNT = 20;
const DEFAULT_TEMPERATURE = 0.5;
const BOTH: readonly EngineKind[] = ['value', 'fast'];
/** As long as a word that has changed is still taken for the old one, ms. */
const SETTLE_MS = 700;
const NOTHING: Source = { kind: 'names', documents: [] };

export function createDesk({
  makePort,
  loadNames,
  nextFrame = onFrame,
  measures = true,
  idle = whenIdle,
}: DeskParts): LabDesk {
  const record = new LabRecord();
  const store = createStore<LabState>(() => ({
    ...{
      run: 0,
      status: 'loading',
      lostReason: null,
      phase: 'fresh',
      pace: 'full',
      engine: 'value',
    },
    ...{ settings: settingsFrom({}), source: NOTHING, chars: [], graph: 0, parameterCount: 0 },
    ...{
      failure: null,
      ...{ brought: null, settling: false, recorded: null },
      temperature: DEFAULT_TEMPERATURE,
      sampleCount: DEFAULT_SAMPLE_COUNT,
      pending: null,
    },
  }));
  const set = store.setState;
  let line: Line;
  let list: Promise<readonly string[]> | null = null;
  let generated = 0;
  /** Of the worker that is there now; what it tells of one before counts no more. */
  let run = 0;
  const wishes = new Set<Partial<Wants>>();

  /** Told, and shown with the next frame. */
  let news: News | null = null;
  const connect = () => {
    news = null;
    run = 0;
    record.forget();
    const tell = ({ run: of, phase, failure }: News) => {
      const was = store.getState();
      // Most news change neither: nobody need look.
      if (of < run || (phase === was.phase && failure === was.failure)) return;
      const ended = phase === 'finished' || phase === 'broken';
      if (ended && was.phase === 'running') settle();
      set({ phase, failure });
    };
    const show = () => {
      const newest = news;
      news = null;
      if (!newest) return;
      record.add(newest);
      tell(newest);
      line.seen();
    };
    line = openLine(
      makePort(),
      (told) => {
        news = told;
        // A hidden page has no frames, and still has to know whether it trains.
        if (document.visibilityState === 'hidden') tell(told);
        nextFrame(show);
      },
      (reason) => set({ status: 'lost', lostReason: reason, pending: null }),
    );
  };

  let settled: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    clearTimeout(settled);
    set({ settling: true });
    settled = setTimeout(() => set({ settling: false }), SETTLE_MS);
  };

  /** An order of the person, shown as carried out when the worker has said so; a second press of the same button is none. */
  const order = async (pending: NonNullable<LabState['pending']>, ask: () => Promise<unknown>) => {
    if (store.getState().pending === pending && pending !== 'open') return;
    set({ pending });
    try {
      await ask();
    } finally {
      set({ pending: null });
    }
  };
  const simply = (name: 'train' | 'pause' | 'stop' | 'step') => () =>
    order(name, async () => {
      const phase = await line.ask(name, null);
      // News may wait for a frame; what was ordered is seen at once.
      // What was told before it is older.
      if (news) news = { ...news, phase };
      if (phase !== 'broken') set({ phase });
    }).catch((error: LabError) => {
      // A failure that ended the run is told by its news; what is left is told here.
      if (store.getState().failure === null) lose(error);
    });
  const tellWants = () => {
    const all = [...wishes];
    const wants = {
      activations: all.some(({ activations }) => activations),
      gradients: all.some(({ gradients }) => gradients),
      embeddings: all.some(({ embeddings }) => embeddings),
    };
    line.ask('want', wants).catch(() => undefined);
  };

  /** What was learned before, or where there was nothing yet the list. */
  const known = async (source: Source): Promise<Source> =>
    source.documents.length > 0 ? source : { kind: 'names', documents: await names() };

  const open: LabDesk['open'] = async (change) => {
    const { temperature, ...was } = store.getState();
    const settings = settingsFrom({ ...was.settings, ...change.settings });
    const source = change.source ?? (await known(was.source));
    const { chars, longest } = countsOf(source.documents);
    const graph = longestGraph(settings, chars.length + 1, longest);
    const isLarge = graph > GRAPH_LIMIT;
    const engine = isLarge ? 'fast' : was.engine;
    const pace = isLarge && was.pace === 'lines' ? 'full' : was.pace;
    if (store.getState().status === 'lost') connect();
    await order('open', async () => {
      const { documents } = source;
      const opened = await line.ask('open', { documents, settings, kind: engine });
      run = opened.run;
      record.begin(run, opened.settings.steps);
      set({
        ...{
          run: store.getState().run + 1,
          status: 'ready',
          lostReason: null,
          source,
          graph,
          pace,
        },
        ...{ settings: opened.settings, chars: opened.chars, engine: opened.kind },
        parameterCount: opened.parameterCount,
        ...{ phase: 'fresh', failure: null, brought: null, settling: false, recorded: null },
      });
      await Promise.all([line.ask('pace', { pace }), line.ask('temperature', { temperature })]);
      tellWants();
    });
    forgetMeasuring();
    if (measures) forgetMeasuring = idle(() => void measureBoth());
  };
  let forgetMeasuring: () => void = () => undefined;
  const measureBoth = async () => {
    const kinds = store.getState().graph > QUICK_GRAPH ? ['fast' as const] : BOTH;
    for (const kind of kinds) {
      // A model that was opened meanwhile measures for itself.
      await line.ask('measure', { kind }).catch(() => undefined);
    }
  };
  const names = () => {
    list ??= loadNames().then(documentsOf, () => {
      // The next one who asks tries again.
      list = null;
      throw new LabError('The list of names could not be loaded. Is the page still served?');
    });
    return list;
  };
  const begin = async () => {
    const documents = await names();
    if (documents.length === 0) set({ status: 'empty' });
    else await open({ source: { kind: 'names', documents } });
  };
  const lose = (error: LabError) => set({ status: 'lost', lostReason: error.message });

  connect();
  begin().catch(lose);

  const ask = <K extends QuestionName>(name: K, given: Questions[K][0]) => line.ask(name, given);
  return {
    ...{ store, record, open, names },
    reset: () => open({}).catch(lose),
    train: simply('train'),
    pause: simply('pause'),
    stop: simply('stop'),
    step: simply('step'),
    setPace(pace) {
      set({ pace });
      ask('pace', { pace }).catch(() => undefined);
    },
    setEngine: (kind) =>
      order('engine', async () => {
        const opened = await ask('engine', { kind });
        set({ engine: opened.kind });
      }).catch(lose),
    setTemperature(temperature) {
      set({ temperature });
      ask('temperature', { temperature }).catch(() => undefined);
    },
    setSampleCount: (sampleCount) => set({ sampleCount }),
    async generate() {
      generated += 1;
      const { temperature, sampleCount: count, settings } = store.getState();
      const seed = (settings.seed + generated * 1000) >>> 0;
      const sheet = await ask('generate', { temperature, count, seed });
      record.setNames(sheet);
      return sheet;
    },
    write(options = {}) {
      generated += 1;
      const { temperature, settings } = store.getState();
      const seed = (settings.seed + generated * 1000) >>> 0;
      return ask('write', { temperature, seed, ...options });
    },
    next: () => ask('next', null),
    async recordStep() {
      const recording = await ask('record', null);
      set({ recorded: { run: store.getState().run, recording } });
      return recording;
    },
    inspect: (node) => ask('inspect', { node }),
    parameters: () => ask('parameters', null),
    async load(parameters, brought) {
      await ask('load', { parameters });
      set({ brought: brought ?? null });
    },
    want(wants) {
      wishes.add(wants);
      tellWants();
      return () => {
        wishes.delete(wants);
        tellWants();
      };
    },
    close() {
      clearTimeout(settled);
      forgetMeasuring();
      line.close();
    },
  };
}

const onFrame = (callback: () => void) => {
  requestAnimationFrame(callback);
};
