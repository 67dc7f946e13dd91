/** What the loss chart is given. Losses are nats per character; steps count finished iterations. */

export interface Checkpoint {
  step: number;
  /** Estimates without gradients; null where the loss was not finite. */
  trainLoss: number | null;
  valLoss: number | null;
}

export interface LossData {
  /** Ascending, from 1; only the first `length` entries count. May be filled in place. */
  steps: ArrayLike<number>;
  /** Mini-batch losses, NaN where not finite; same length. */
  losses: ArrayLike<number>;
  length: number;
  /** Ascending. A new array whenever one arrives, the same one otherwise. */
  checkpoints: readonly Checkpoint[];
}

export interface LossSource {
  getSnapshot(): LossData;
  subscribe(callback: () => void): () => void;
}

/** A loss with a plain name, drawn as a dashed line. */
export interface Reference {
  key: string;
  value: number;
  /** "knows pairs". */
  label: string;
  /** "pairs", for narrow charts. */
  shortLabel: string;
  /** What it says once the curve is below it; null: it cannot be passed. */
  passedLabel: string | null;
  /** "after q comes u". */
  hint: string;
}

/** A remark at a measured place of the curve. */
export interface Annotation {
  id: string;
  step: number;
  loss: number;
  text: string;
}

export interface Margin {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export type { Size } from '../useSize';

/** A place in px, y downwards. */
export interface Point {
  x: number;
  y: number;
}

/** A rectangle in px, y downwards. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
