/** How long a run still takes: from what its steps have taken so far, and in words. Pure. */

/** What was seen of a run, for as long as it keeps its speed. */
export interface Watched {
  /** Another run or speed is watched anew. */
  key: string;
  step: number;
  /** When that step was seen, in ms; null: it rests, or nothing was heard of it yet. */
  at: number | null;
  /** Steps that were timed, and the ms that they took. */
  steps: number;
  ms: number;
  /** Seconds left; null while nobody can know. */
  left: number | null;
}

/** Fewer steps tell nothing: the first ones warm up. */
const TELLING_STEPS = 20;
/** What is left may grow by this share a second, so that one slow moment frightens nobody. */
const GROWTH = 0.03;
/** Steps that come this many times faster than the run goes were made before this page looked: it was loaded anew. */
const TOLD_AT_ONCE = 4;
/** As many may come at once from a run that goes on. */
const BURST = 20;

export interface Seen {
  key: string;
  step: number;
  maxIters: number;
  running: boolean;
  /** How fast the run goes, as the server measures it; steps a second, 0: not known. */
  rate: number;
  /** In ms. */
  now: number;
}

/** Takes note of where the run is. The same step seen again changes nothing. */
export function watched(before: Watched | null, seen: Seen): Watched {
  const { key, step, maxIters, running, rate, now } = seen;
  // Without a rate this page has heard nothing of the run yet: what comes next is its past.
  const at = running && rate > 0 ? now : null;
  const anew = { key, step, at, steps: 0, ms: 0, left: null };
  if (before === null || before.key !== key || step < before.step) return anew;
  if (!running || before.at === null) {
    return step === before.step && at === before.at ? before : { ...before, step, at };
  }
  if (step === before.step) return before;
  const passed = now - before.at;
  if (step - before.step > BURST + (TOLD_AT_ONCE * rate * passed) / 1000) return anew;
  const [steps, ms] = [before.steps + step - before.step, before.ms + passed];
  const measured = ((maxIters - step) * ms) / steps / 1000;
  const most = (before.left ?? measured) * (1 + GROWTH * Math.min(1, passed / 1000));
  const left = steps < TELLING_STEPS ? null : Math.min(measured, most);
  return { key, step, at, steps, ms, left };
}

/** null while nobody can know. */
export function timeLeft(left: number | null): string | null {
  if (left === null) return null;
  const seconds = Math.ceil(left);
  if (seconds <= 0) return 'reading what it wrote';
  if (seconds >= 120) return `about ${Math.round(seconds / 60)} minutes left`;
  return `about ${seconds} s left`;
}
