/** What the next Play will train. Owns the person's choices and their form in a link; never their text. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  CreateSession,
  HyperparameterOverrides,
  ModelFields,
  ModelOverrides,
  Preset,
  Session,
  TrainingConfig,
} from '@/api/generated';
import type { FeatureType, Speed } from './sessions';

export type Device = NonNullable<CreateSession['device']>;

export interface Setup {
  datasetId: string;
  preset: string;
  /** Only what differs from the preset. */
  model: ModelOverrides;
  hyperparameters: HyperparameterOverrides;
  /** null: a random one, told by the server. */
  seed: number | null;
  /** null: the preset's. */
  speed: Speed | null;
  device: Device;
  /** What the advice for a short own text put aside; null: the preset was chosen by the person. */
  beforeAdvice: Recipe | null;
}
/** What comes with a preset, and what the person changed of it. */
export type Recipe = Pick<Setup, 'preset' | 'model' | 'hyperparameters' | 'speed'>;
export type SetupStore = StoreApi<Setup>;

export const DEFAULT_SETUP: Setup = {
  datasetId: 'shakespeare',
  preset: 'tuned',
  model: {},
  hyperparameters: {},
  seed: null,
  speed: null,
  device: 'auto',
  beforeAdvice: null,
};

export const createSetupStore = (start: Partial<Setup> = {}): SetupStore =>
  createStore<Setup>(() => ({ ...DEFAULT_SETUP, ...start }));

/** What choosing a preset changes: it brings its own numbers and its own pace. */
export const presetChange = (preset: string): Partial<Setup> => ({
  preset,
  model: {},
  hyperparameters: {},
  speed: null,
  beforeAdvice: null,
});

export const recipeOf = ({ preset, model, hyperparameters, speed }: Setup): Recipe => ({
  ...{ preset, model, hyperparameters, speed },
});

/** The preset that was made for a bundled text; null where any serves. */
export const madeFor = (datasetId: string, presets: readonly Preset[]): string | null =>
  datasetId === DEFAULT_SETUP.datasetId
    ? null
    : (presets.find(({ expected }) => expected.dataset === datasetId)?.name ?? null);

/**
 * What choosing a text changes. The preset that is advised for it comes along, and the person's own recipe
 * is kept for the next text that has no advice.
 */
export function textChange(
  setup: Setup,
  datasetId: string,
  advised: string | null = null,
): Partial<Setup> {
  const { beforeAdvice, preset } = setup;
  if (advised === preset) return { datasetId };
  if (advised !== null) {
    return { datasetId, ...presetChange(advised), beforeAdvice: beforeAdvice ?? recipeOf(setup) };
  }
  return { datasetId, ...(beforeAdvice && { ...beforeAdvice, beforeAdvice: null }) };
}

const filled = (overrides: object) => Object.keys(overrides).length > 0;

/** The request that creates the session of a setup; what is the preset's own is left out. */
export function createBody(setup: Setup, feature: FeatureType): CreateSession {
  const { datasetId, preset, model, hyperparameters, seed, speed, device } = setup;
  return {
    feature_type: feature,
    dataset_id: datasetId,
    preset,
    ...(filled(hyperparameters) && { hyperparameters }),
    ...(filled(model) && { model }),
    ...(seed !== null && { seed }),
    ...(speed !== null && { speed_multiplier: speed }),
    ...(device !== 'auto' && { device }),
  };
}

/** What differs from the preset's own values. */
export function overridesOf<T extends object>(preset: T, values: T): Partial<T> {
  const own = Object.keys(preset) as (keyof T)[];
  return Object.fromEntries(
    own.filter((key) => values[key] !== preset[key]).map((key) => [key, values[key]]),
  ) as Partial<T>;
}

/** The setup that a session was created from. Its seed stays free: Replay keeps it, a new run draws anew. */
export function setupOf(session: Session, presets: readonly Preset[]): Partial<Setup> {
  const preset = presets.find(({ name }) => name === session.preset);
  const chosen = { datasetId: session.dataset_id, preset: session.preset };
  if (!preset) return chosen;
  const model = overridesOf<ModelFields>(preset.model, session.model_config);
  // A short text shrinks the context by itself: that is no choice of the person's.
  delete model.block_size;
  const hyperparameters = overridesOf<TrainingConfig>(preset.training, session.training_config);
  return { ...chosen, model, hyperparameters };
}

/** Reads a setup from a link's query; what makes no sense is left to the default. */
export function setupFromQuery(query: URLSearchParams): Partial<Setup> {
  const [dataset, preset, seed] = [query.get('dataset'), query.get('preset'), query.get('seed')];
  const number = seed !== null && /^\d{1,15}$/.test(seed) ? Number(seed) : null;
  const plain = (name: string | null): name is string =>
    name !== null && /^[a-z_-]{1,40}$/.test(name);
  return {
    ...(plain(dataset) && { datasetId: dataset }),
    ...(plain(preset) && { preset }),
    ...(number !== null && { seed: number }),
  };
}

export const isOwnText = (datasetId: string) => datasetId.startsWith('user_');

/** The query of a link to this setup: only what differs from the default, and never a person's own text or its recipe. */
export function queryOf({ datasetId, seed, beforeAdvice, ...setup }: Setup): string {
  const preset = beforeAdvice?.preset ?? setup.preset;
  const query = new URLSearchParams();
  if (datasetId !== DEFAULT_SETUP.datasetId && !isOwnText(datasetId))
    query.set('dataset', datasetId);
  if (preset !== DEFAULT_SETUP.preset) query.set('preset', preset);
  if (seed !== null) query.set('seed', String(seed));
  return query.toString();
}
