/** Ranges and defaults of the settings, and the sentences that refuse what lies outside. Pure. */
import { ConfigError } from './errors.ts';
import { Config } from './microgpt.js';
import type { Settings } from './types.ts';

export interface Bound {
  min: number;
  max: number;
  /** Values are min plus a multiple of it; null: any number between. */
  step: number | null;
  /** What a person calls it. */
  label: string;
}

const LARGEST_SEED = 2 ** 32 - 1;

export const BOUNDS: Readonly<Record<keyof Settings, Bound>> = {
  nEmbd: { min: 4, max: 64, step: 4, label: 'The embedding' },
  nHead: { min: 1, max: 8, step: 1, label: 'The number of heads' },
  nLayer: { min: 1, max: 4, step: 1, label: 'The number of layers' },
  blockSize: { min: 4, max: 32, step: 1, label: 'The context' },
  learningRate: { min: 0.001, max: 0.1, step: null, label: 'The learning rate' },
  steps: { min: 10, max: 5000, step: 1, label: 'The number of steps' },
  seed: { min: 0, max: LARGEST_SEED, step: 1, label: 'The seed' },
};

export const TEMPERATURE: Bound = { min: 0.01, max: 10, step: null, label: 'The temperature' };
export const SAMPLES: Bound = { min: 1, max: 50, step: 1, label: 'The number of samples' };

const FIELDS = Object.keys(BOUNDS) as (keyof Settings)[];

/** The settings of microgpt.js itself. */
export const DEFAULTS: Readonly<Settings> = Object.freeze(pick(new Config()));

function pick(source: Settings): Settings {
  return Object.fromEntries(FIELDS.map((field) => [field, source[field]])) as unknown as Settings;
}

/** @throws ConfigError that names the value and the bound. */
export function check(field: string, value: number, bound: Bound): void {
  const { min, max, step, label } = bound;
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new ConfigError(field, `${label} must lie between ${min} and ${max}; it is ${value}.`);
  }
  if (step === null || (value - min) % step === 0) return;
  const kind = step === 1 ? 'a whole number' : `a multiple of ${step} from ${min} to ${max}`;
  throw new ConfigError(field, `${label} must be ${kind}; it is ${value}.`);
}

/**
 * Settings with the defaults for what is left out.
 *
 * @throws ConfigError for a value out of bounds, for heads that do not divide the embedding, for an unknown name.
 */
export function settingsFrom(given: Partial<Settings> = {}): Settings {
  if (typeof given !== 'object' || given === null) {
    throw new ConfigError(
      'settings',
      `The settings must be an object, like { steps: 200 }; given was ${JSON.stringify(given)}.`,
    );
  }
  const unknown = Object.keys(given).find((field) => !(field in BOUNDS));
  if (unknown !== undefined) {
    throw new ConfigError(
      unknown,
      `There is no setting ${unknown}; there are ${FIELDS.join(', ')}.`,
    );
  }
  const settings = { ...DEFAULTS };
  for (const field of FIELDS) settings[field] = given[field] ?? DEFAULTS[field];
  for (const field of FIELDS) check(field, settings[field], BOUNDS[field]);
  const { nEmbd, nHead } = settings;
  if (nEmbd % nHead !== 0) {
    const fitting = [1, 2, 4, 8].filter((heads) => nEmbd % heads === 0).join(', ');
    throw new ConfigError(
      'nHead',
      `${nHead} heads cannot share an embedding of ${nEmbd} evenly; ${fitting} would do.`,
    );
  }
  return settings;
}
