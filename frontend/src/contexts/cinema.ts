/** What the person looks at in Attention Cinema: view, head, character, own text. No facts of the server's. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Cell } from '@/viz/attention';

export type CinemaView = 'overview' | 'detail' | 'ask' | 'letters';
export type Dimensions = '2D' | '3D';

export interface CinemaState {
  view: CinemaView;
  dimensions: Dimensions;
  layer: number;
  head: number;
  /** The cell that is pointed at, in whatever view. */
  hovered: Cell | null;
  lockedRow: number | null;
  /** What the person asks the past; null: nothing typed yet, so the run's own text begins. */
  prompt: string | null;
  /** How it goes on from there. */
  temperature: number;
  topK: number | null;
  /** Letter pointed at on the embedding map. */
  letter: string | null;
}
export type CinemaStore = StoreApi<CinemaState>;

const START: CinemaState = {
  ...{ view: 'overview', dimensions: '2D', layer: 0, head: 0, hovered: null, lockedRow: null },
  ...{ prompt: null, temperature: 0.7, topK: null, letter: null },
};

const KEY = 'llmbreaker.cinema';
const VIEWS: readonly CinemaView[] = ['overview', 'detail', 'ask', 'letters'];
const index = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 0 ? Number(value) : 0;

/** Where the person was before a reload; what makes no sense is left to the start. */
function remembered(storage: Storage): Partial<CinemaState> {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    const view = VIEWS.find((name) => name === found.view) ?? START.view;
    const dimensions = found.dimensions === '3D' ? '3D' : '2D';
    return { view, dimensions, layer: index(found.layer), head: index(found.head) };
  } catch {
    // Written by something else: nothing of ours to remember.
    return {};
  }
}

/** The person's own text is never written down: only where they look. */
export function createCinemaStore(storage: Storage): CinemaStore {
  const store = createStore<CinemaState>(() => ({ ...START, ...remembered(storage) }));
  store.subscribe(({ view, dimensions, layer, head }, before) => {
    const same =
      view === before.view &&
      dimensions === before.dimensions &&
      layer === before.layer &&
      head === before.head;
    if (!same) storage.setItem(KEY, JSON.stringify({ view, dimensions, layer, head }));
  });
  return store;
}
