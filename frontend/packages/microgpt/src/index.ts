/** The toolbox's door: what others import. */
import type { BaseEngine } from './base.ts';
import { ConfigError } from './errors.ts';
import { FastEngine } from './fastEngine.ts';
import type { Engine, EngineKind, EngineState, Settings } from './types.ts';
import { ValueEngine } from './valueEngine.ts';

export { DEFAULT_SAMPLES, DEFAULT_TEMPERATURE } from './base.ts';
export { BOUNDS, type Bound, DEFAULTS, SAMPLES, settingsFrom, TEMPERATURE } from './bounds.ts';
export { ConfigError, NonFiniteError } from './errors.ts';
export { Random, Tokenizer, Value } from './microgpt.js';
export { POINTS, type PointInfo, type Scope } from './points.ts';
export type * from './types.ts';

type EngineClass = new (documents: readonly string[], settings: Partial<Settings>) => BaseEngine;

const ENGINES: Record<EngineKind, EngineClass> = { value: ValueEngine, fast: FastEngine };

function engineClass(kind: EngineKind) {
  const known = ENGINES[kind];
  if (known) return known;
  const names = Object.keys(ENGINES).join(' and ');
  throw new ConfigError('engine', `There is no engine ${kind}; there are ${names}.`);
}

/**
 * A model with random weights that learns the documents, one each step.
 *
 * @param documents names, words, short lines; none empty
 * @param settings what differs from DEFAULTS
 * @throws ConfigError for settings out of bounds or without documents
 */
export function createEngine(
  documents: readonly string[],
  settings: Partial<Settings> = {},
  kind: EngineKind = 'fast',
): Engine {
  return new (engineClass(kind))(documents, settings);
}

/** Goes on where an engine with the same documents stood; `kind` may be another one than that was. */
export function restoreEngine(
  documents: readonly string[],
  state: EngineState,
  kind: EngineKind = 'fast',
): Engine {
  const engine = new (engineClass(kind))(documents, state.settings);
  engine.restore(state);
  return engine;
}
