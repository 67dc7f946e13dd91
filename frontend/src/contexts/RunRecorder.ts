/**
 * Everything one run has shown, for views that read it every frame: mini-batch losses in typed arrays,
 * checkpoints, samples, milestones. Fed by the drain, read through snapshots; must not know where events
 * come from nor who draws them.
 */
import type { LossPoint, ReferenceLosses, SamplePoint } from '@/api/generated';
import { smoothingRadius, smoothLosses } from '@/viz/LossChart/smoothing';
import type { Annotation, Checkpoint, LossData, LossSource } from '@/viz/LossChart/types';
import { findMilestones } from './milestones';

export interface RunSnapshot extends LossData {
  /** Finished iterations. */
  step: number;
  ratePerSecond: number;
  /** The smoothed mini-batch loss at the newest step; null before the first. */
  smoothedLoss: number | null;
  samples: readonly SamplePoint[];
  milestones: readonly Annotation[];
}

export interface Progress {
  step: number;
  steps: readonly number[];
  train_losses: readonly (number | null)[];
  iters_per_sec: number;
}

/** What a recorder needs of a whole session. */
export interface RunStory {
  current_iter: number;
  iters_per_sec: number;
  progress: { steps: readonly number[]; train_losses: readonly (number | null)[] };
  loss_history: readonly LossPoint[];
  samples: readonly SamplePoint[];
}

export interface RunPlan {
  maxStep: number;
  references: ReferenceLosses | null;
  /** Later weights are weighed against the best ones; see `findMilestones`. */
  keepsBest?: boolean;
}

const FIRST_CAPACITY = 1024;
const NO_MILESTONES: readonly Annotation[] = [];

/** Puts `item` at its step's place; one that stands there is replaced. Returns a new array. */
function placed<T extends { step: number }>(items: readonly T[], item: T): readonly T[] {
  const at = items.findLastIndex((other) => other.step <= item.step);
  const replaces = items[at]?.step === item.step;
  return [...items.slice(0, replaces ? at : at + 1), item, ...items.slice(at + 1)];
}

const toCheckpoint = ({ step, train_loss, val_loss }: LossPoint): Checkpoint => ({
  step,
  trainLoss: train_loss,
  valLoss: val_loss,
});

export class RunRecorder implements LossSource {
  #steps = new Float64Array(FIRST_CAPACITY);
  #losses = new Float64Array(FIRST_CAPACITY);
  #length = 0;
  #step = 0;
  #rate = 0;
  #checkpoints: readonly Checkpoint[] = [];
  #samples: readonly SamplePoint[] = [];
  #milestones = NO_MILESTONES;
  #plan: RunPlan = { maxStep: 500, references: null };
  #dirty = false;
  #snapshot: RunSnapshot;
  readonly #listeners = new Set<() => void>();

  constructor() {
    this.#snapshot = this.#take();
  }

  // Bound, so that React's useSyncExternalStore can take them as they are.
  getSnapshot = (): RunSnapshot => this.#snapshot;
  subscribe = (callback: () => void): (() => void) => {
    this.#listeners.add(callback);
    return () => {
      this.#listeners.delete(callback);
    };
  };

  plan(plan: RunPlan): void {
    this.#plan = plan;
    this.#remark();
    this.#dirty = true;
  }

  /** A training begins: what an earlier one left is gone. */
  begin(): void {
    this.#length = 0;
    this.#step = 0;
    this.#rate = 0;
    this.#checkpoints = [];
    this.#samples = [];
    this.#milestones = NO_MILESTONES;
    this.#dirty = true;
  }

  /** The whole story at once, in place of what was known. */
  restore(story: RunStory): void {
    this.begin();
    this.#append(story.progress.steps, story.progress.train_losses);
    this.#step = story.current_iter;
    this.#rate = story.iters_per_sec;
    this.#checkpoints = story.loss_history.map(toCheckpoint);
    this.#samples = [...story.samples];
    this.#remark();
  }

  /** Steps that are already here are left alone, so a doubled event changes nothing. */
  addProgress({ step, steps, train_losses, iters_per_sec }: Progress): void {
    this.#append(steps, train_losses);
    this.#rate = iters_per_sec;
    this.reach(step);
  }

  addCheckpoint(point: LossPoint): void {
    this.#checkpoints = placed(this.#checkpoints, toCheckpoint(point));
    this.#remark();
    this.reach(point.step);
  }

  addSample({ step, text, prompt, quality }: SamplePoint): void {
    this.#samples = placed(this.#samples, { step, text, prompt, quality });
    this.reach(step);
  }

  /** The run is at this step; it never goes back. */
  reach(step: number): void {
    this.#step = Math.max(this.#step, step);
    this.#dirty = true;
  }

  /** Shows what has gathered since the last call. Once per animation frame. */
  publish(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#snapshot = this.#take();
    for (const listener of this.#listeners) listener();
  }

  /** Keeps the array while nothing in it changes, so that nothing is rendered. */
  #remark(): void {
    const { references, keepsBest } = this.#plan;
    const found = findMilestones(this.#checkpoints, references, keepsBest);
    const same =
      found.length === this.#milestones.length &&
      found.every(({ id, step }, i) => {
        const known = this.#milestones[i];
        return known?.id === id && known.step === step;
      });
    if (!same) this.#milestones = found;
  }

  #newestSmoothed(): number | null {
    const radius = smoothingRadius(this.#plan.maxStep);
    const smooth = smoothLosses(this.#steps, this.#losses, this.#length, radius);
    const newest = smooth.at(-1) ?? Number.NaN;
    return Number.isFinite(newest) ? newest : null;
  }

  #append(steps: readonly number[], losses: readonly (number | null)[]): void {
    this.#reserve(this.#length + steps.length);
    for (const [i, step] of steps.entries()) {
      if (this.#length > 0 && step <= (this.#steps[this.#length - 1] ?? 0)) continue;
      this.#steps[this.#length] = step;
      this.#losses[this.#length] = losses[i] ?? Number.NaN;
      this.#length += 1;
    }
  }

  #reserve(length: number): void {
    if (length <= this.#steps.length) return;
    const capacity = Math.max(length, 2 * this.#steps.length);
    const grown = [new Float64Array(capacity), new Float64Array(capacity)] as const;
    grown[0].set(this.#steps);
    grown[1].set(this.#losses);
    [this.#steps, this.#losses] = grown;
  }

  #take(): RunSnapshot {
    return {
      steps: this.#steps,
      losses: this.#losses,
      length: this.#length,
      step: this.#step,
      ratePerSecond: this.#rate,
      smoothedLoss: this.#newestSmoothed(),
      checkpoints: this.#checkpoints,
      samples: this.#samples,
      milestones: this.#milestones,
    };
  }
}
