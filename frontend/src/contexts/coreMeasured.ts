/** How fast each preset trained on this machine, measured in this browser session at full speed or where it could not keep the asked one. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Preset } from '@/api/generated';
import type { Run } from './sessions';
import { setupOf } from './setup';

/** Seconds per iteration by the preset's name. */
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
  const perStep = summary.seconds / status.max_iters;
  const asked = status.speed_multiplier * BASE_RATE;
  if (asked > 0 && perStep * asked < FALLS_SHORT) return;
  const { model, hyperparameters } = setupOf(session, presets);
  const { max_iters, warmup_steps, ...others } = hyperparameters ?? {};
  if (Object.keys({ ...model, ...others }).length > 0) return;
  store.setState({ [session.preset]: perStep });
}
