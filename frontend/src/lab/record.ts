/**
 * All that changes fast in the lab's run, for views that read it every frame: losses in typed arrays, the last step,
 * the newest names and pictures. Fed by the desk once a frame; knows neither worker nor view.
 */
import type { EngineKind, Reading, StepResult } from 'microgpt';
import type { LossData, LossSource } from '@/viz/LossChart/types';
import type { NameSheet, News, Phase, Pictures } from './protocol';

export interface LabSnapshot extends LossData {
  /** As of these figures; the store may know a newer one. */
  phase: Phase;
  stepsDone: number;
  stepsPlanned: number;
  stepsPerSecond: number;
  speeds: Readonly<Record<EngineKind, number | null>>;
  /** Mean of the last steps; null before the first. */
  recentLoss: number | null;
  last: StepResult | null;
  /** The next document by weights that have not learned here yet. */
  ahead: Reading | null;
  names: NameSheet | null;
  pictures: Pictures | null;
}

/** A document's loss says little: the figure is the mean of so many. */
const RECENT = 50;
const FIRST_CAPACITY = 1024;
/** Nothing is measured on unseen documents here. */
const NO_CHECKPOINTS: LossData['checkpoints'] = [];

export class LabRecord implements LossSource {
  #steps = new Float64Array(FIRST_CAPACITY);
  #losses = new Float64Array(FIRST_CAPACITY);
  #run = 0;
  #snapshot: LabSnapshot;
  readonly #listeners = new Set<() => void>();

  constructor() {
    this.#snapshot = this.#empty(0);
  }

  // Bound, so that React's useSyncExternalStore can take them as they are.
  getSnapshot = (): LabSnapshot => this.#snapshot;
  subscribe = (callback: () => void): (() => void) => {
    this.#listeners.add(callback);
    return () => {
      this.#listeners.delete(callback);
    };
  };

  /** A new model: nothing of the one before stays, and what is still told of that counts no more. */
  begin(run: number, stepsPlanned: number): void {
    if (run <= this.#run) return;
    this.#run = run;
    this.#snapshot = this.#empty(stepsPlanned);
    this.#publish();
  }

  /** Another worker counts its models from the beginning. */
  forget(): void {
    this.#run = 0;
  }

  add(news: News): void {
    const { run, from, losses, stepsPlanned } = news;
    if (run < this.#run) return;
    this.begin(run, stepsPlanned);
    const length = from + losses.length;
    this.#reserve(length);
    this.#losses.set(losses, from);
    for (let i = from; i < length; i++) this.#steps[i] = i + 1;
    const was = this.#snapshot;
    this.#snapshot = {
      steps: this.#steps,
      losses: this.#losses,
      length,
      checkpoints: NO_CHECKPOINTS,
      phase: news.phase,
      stepsDone: news.stepsDone,
      stepsPlanned,
      stepsPerSecond: news.stepsPerSecond,
      speeds: news.speeds,
      recentLoss: losses.length > 0 ? this.#meanUntil(length) : was.recentLoss,
      last: news.last,
      ahead: news.ahead,
      names: news.names ?? was.names,
      pictures: news.pictures ? withActivations(news.pictures, was.pictures) : was.pictures,
    };
    this.#publish();
  }

  /** Names that were asked for. */
  setNames(names: NameSheet): void {
    this.#snapshot = { ...this.#snapshot, names };
    this.#publish();
  }

  #empty(stepsPlanned: number): LabSnapshot {
    return {
      ...{ steps: this.#steps, losses: this.#losses, length: 0, checkpoints: NO_CHECKPOINTS },
      ...{
        phase: 'fresh',
        stepsDone: 0,
        stepsPlanned,
        stepsPerSecond: 0,
        speeds: { value: null, fast: null },
      },
      ...{ recentLoss: null, last: null, ahead: null, names: null, pictures: null },
    };
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }

  #meanUntil(length: number): number | null {
    const recent = this.#losses.subarray(Math.max(0, length - RECENT), length);
    return recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
  }

  #reserve(length: number): void {
    if (length <= this.#steps.length) return;
    const capacity = Math.max(length, 2 * this.#steps.length);
    const grown = [new Float64Array(capacity), new Float64Array(capacity)] as const;
    grown[0].set(this.#steps);
    grown[1].set(this.#losses);
    [this.#steps, this.#losses] = grown;
  }
}

/** An engine that has just taken over has computed nothing yet: what the other one did at this step stays in sight. */
function withActivations(pictures: Pictures, was: Pictures | null): Pictures {
  if (pictures.activations || was?.step !== pictures.step) return pictures;
  return { ...pictures, activations: was.activations };
}
