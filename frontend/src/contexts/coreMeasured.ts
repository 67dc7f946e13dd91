/** How fast each preset trained on this machine, measured in this browser session at full speed or where it could not keep the asked one. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Preset } from '@/api/generated';
import type { Run } from './sessions';
import { setupOf } from './setup';

/** Seconds per iteration by the preset's name, and by name and speed (`atSpeed`) what the last run needed there. */
export type Measured = Readonly<Record<string, number>>;
export type MeasuredStore = StoreApi<Measured>;

const KEY = 'llmbreaker.measured';

const remembered = (storage: Storage): Measured => {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return typeof found === 'object' && found !== null ? (found as Measured) : {};
  } catch {
    // Written by something else: nothing of ours to remember.
    return {};
  }
};

export function createMeasured(storage: Storage): MeasuredStore {
  const store = createStore<Measured>(() => remembered(storage));
  store.subscribe((measured) => storage.setItem(KEY, JSON.stringify(measured)));
  return store;
}

/** Under which name the last run of a preset at a speed is remembered. */
export const atSpeed = (preset: string, speed: Run['status']['speed_multiplier']): string =>
  `${preset}@${speed}`;

/** Iterations a second at 1x. */
const BASE_RATE = 20;
/** Slower than asked by less than this is waiting, not work. */
const FALLS_SHORT = 1.15;

/** Takes the time of a run that was completed as fast as the machine could with the preset's own values. */
export function measure(
  store: MeasuredStore,
  { status, session, summary }: Run,
  presets: readonly Preset[],
): void {
  if (session === null || summary?.seconds == null || status.max_iters === 0) return;
  if (status.diverged || status.speed_multiplier !== session.speed_multiplier) return;
  const { preset, speed_multiplier } = session;
  const perStep = summary.seconds / status.max_iters;
  const { model, hyperparameters } = setupOf(session, presets);
  const { max_iters, warmup_steps, ...others } = hyperparameters ?? {};
  // Own texts have a recipe of their length: it is the preset's own, though it differs from its values.
  const isOwn = session.feature_type === 'style_transfer';
  if (!isOwn && Object.keys({ ...model, ...others }).length > 0) return;
  if (isOwn) store.setState({ [atSpeed(preset, speed_multiplier)]: perStep });
  const asked = speed_multiplier * BASE_RATE;
  const waited = asked > 0 && perStep * asked < FALLS_SHORT;
  // Whoever kept a pace is no slower than that.
  if (waited && !((store.getState()[preset] ?? 0) > perStep)) return;
  store.setState({ [preset]: perStep });
}
