/** The toolbox's door: what others import. */
import type { BaseEngine } from './base.ts';
import { ConfigError } from './errors.ts';
import { FastEngine } from './fastEngine.ts';
import type { Engine, EngineKind, EngineState, Settings } from './types.ts';
import { ValueEngine } from './valueEngine.ts';

export { DEFAULT_SAMPLES, DEFAULT_TEMPERATURE } from './base.ts';
export { BOUNDS, type Bound, DEFAULTS, SAMPLES, settingsFrom, TEMPERATURE } from './bounds.ts';
export { ConfigError, NonFiniteError } from './errors.ts';
export { graphSize } from './graphSize.ts';
export { Random, Tokenizer, Value } from './microgpt.js';
export { POINTS, type PointInfo, type Scope } from './points.ts';
export type * from './types.ts';

/** @throws ConfigError for a kind that is none. */
function build(
  documents: readonly string[],
  settings: Partial<Settings>,
  kind: EngineKind,
  arithmetic: 'plain' | 'wasm',
): BaseEngine {
  if (kind === 'value') return new ValueEngine(documents, settings);
  if (kind === 'fast') return new FastEngine(documents, settings, arithmetic);
  throw new ConfigError('engine', `There is no engine ${kind}; there are value and fast.`);
}

/**
 * A model with random weights that learns the documents, one each step.
 *
 * @param documents names, words, short lines; none empty
 * @param settings what differs from DEFAULTS
 * @param arithmetic of `fast`: `plain` does without WebAssembly, `wasm` becomes `plain` where there is none
 * @throws ConfigError for settings out of bounds or without documents
 */
export function createEngine(
  documents: readonly string[],
  settings: Partial<Settings> = {},
  kind: EngineKind = 'fast',
  arithmetic: 'plain' | 'wasm' = 'wasm',
): Engine {
  return build(documents, settings, kind, arithmetic);
}

/** Goes on where an engine with the same documents stood; `kind` may be another one than that was. */
export function restoreEngine(
  documents: readonly string[],
  state: EngineState,
  kind: EngineKind = 'fast',
  arithmetic: 'plain' | 'wasm' = 'wasm',
): Engine {
  const engine = build(documents, state.settings, kind, arithmetic);
  engine.restore(state);
  return engine;
}
