/** How long a run still takes: from what its steps have taken so far, and in words. Pure. */

/** What was seen of a run, for as long as it keeps its speed. */
export interface Watched {
  /** Another run or speed is watched anew. */
  key: string;
  step: number;
  /** When that step was seen, in ms; null: it rests. */
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

export interface Seen {
  key: string;
  step: number;
  maxIters: number;
  running: boolean;
  /** In ms. */
  now: number;
}

/** Takes note of where the run is. The same step seen again changes nothing. */
export function watched(before: Watched | null, seen: Seen): Watched {
  const { key, step, maxIters, running, now } = seen;
  const at = running ? now : null;
  if (before === null || before.key !== key || step < before.step) {
    return { key, step, at, steps: 0, ms: 0, left: null };
  }
  if (!running || before.at === null) {
    return step === before.step && at === before.at ? before : { ...before, step, at };
  }
  if (step === before.step) return before;
  const passed = now - before.at;
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
