/** Which past step of which session a browser tab looked at, so that a reload does not lose the place. */
import type { ShownStep } from './machineState';

const KEY = 'llmbreaker.step';

const read = (storage: Storage): [session: string, step: string] | null => {
  const [session, step] = storage.getItem(KEY)?.split(' ') ?? [];
  return session && step ? [session, step] : null;
};

/** The step of a session; null when it was live, or another session was looked at since. */
export function rememberedStep(storage: Storage, sessionId: string): number | null {
  const found = read(storage);
  const step = Number(found?.[1]);
  return found?.[0] === sessionId && Number.isInteger(step) && step >= 0 ? step : null;
}

/** Live is what a page begins with, so it is forgotten. */
export function rememberStep(storage: Storage, sessionId: string, step: ShownStep): void {
  if (step !== 'live') storage.setItem(KEY, `${sessionId} ${step}`);
  else if (read(storage)?.[0] === sessionId) storage.removeItem(KEY);
}
