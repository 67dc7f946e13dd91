/**
 * What an engine takes and gives. Types alone, all of plain data that a worker can post, but for Engine itself.
 *
 * Letters: T positions of a document, C = nEmbd, H = nHead, V characters and BOS. Matrices are row-major.
 */

/** `value` is microgpt.js itself, number by number; `fast` the same mathematics on typed arrays. */
export type EngineKind = 'value' | 'fast';

/** What an engine's numbers are: objects that remember, a typed array, or that with loops in WebAssembly. */
export type Arithmetic = 'objects' | 'plain' | 'wasm';

/** What a person may set; `bounds.ts` has the ranges and the defaults. */
export interface Settings {
  /** C, the numbers that describe a character: 4 to 64, in steps of 4. */
  nEmbd: number;
  /** H, 1 to 8; divides nEmbd. */
  nHead: number;
  /** 1 to 4. */
  nLayer: number;
  /** Positions, 4 to 32; of longer documents only the beginning is read. */
  blockSize: number;
  /** At the first step, 0.001 to 0.1; falls in a line to 0 at the last planned one. */
  learningRate: number;
  /** Planned steps, 10 to 5,000. Training on extends the plan. */
  steps: number;
  /** Of the first weights and the order of documents: an integer, 0 to 2³² − 1. */
  seed: number;
}

/** A document that was read. */
export interface Reading {
  /** Steps done when it was read; of a training step with this one: 1 after the first. */
  step: number;
  /** Mean of `losses`, nats per character. */
  loss: number;
  /** (T,) minus the logarithm of the probability that each token was given. */
  losses: Float64Array;
  /** T + 1 tokens that were read: BOS, the characters, and BOS unless cut. Token t was predicted by position t − 1. */
  tokens: number[];
  /** All of it, as it was given. */
  document: string;
}

/** One training step. */
export interface StepResult extends Reading {
  learningRate: number;
}

/** A matrix of parameters, or of something that has one number for each of them. */
export interface NamedMatrix {
  /** wte, wpe, lm_head, layers.0.wq, .wk, .wv, .wo, .fc1, .fc2, layers.1.wq … */
  name: string;
  /** Rows (outputs) and columns (inputs). */
  shape: readonly [number, number];
  data: Float64Array;
}

/** The forward pass of the last step, for pictures. */
export interface Activations {
  /** The T tokens that were read; the one that was only predicted is left out. */
  tokens: number[];
  /** (T, C) each. */
  embedding: Float64Array;
  norm: Float64Array;
  layers: LayerActivations[];
  /** (T, V) each. */
  logits: Float64Array;
  probs: Float64Array;
}

export interface LayerActivations {
  /** (T, C) each. */
  q: Float64Array;
  k: Float64Array;
  v: Float64Array;
  /** (H, T, T): row looks, column is looked at; 0 in the future, every row adds up to 1. */
  weights: Float64Array;
  /** (T, C): what the heads brought; then as it is added to x. */
  mixed: Float64Array;
  attended: Float64Array;
  /** (T, 4C): before and after ReLU. */
  hidden: Float64Array;
  active: Float64Array;
  /** (T, C): what the MLP adds to x; x after this block. */
  thought: Float64Array;
  x: Float64Array;
}

/** The names of what `note` shows, in the order in which a step meets them. `points.ts` says what each is. */
export type PointName =
  | 'embedding'
  | 'norm'
  | 'q'
  | 'k'
  | 'v'
  | 'scores'
  | 'weights'
  | 'mixed'
  | 'attended'
  | 'hidden'
  | 'active'
  | 'thought'
  | 'x'
  | 'logits'
  | 'probs'
  | 'losses'
  | 'loss'
  | 'gradients'
  | 'before'
  | 'after';

/** Numbers on the way to a point, by the variable that holds them in the building block that made it. */
export interface RecordedInside {
  name: InsideName;
  values: Float64Array;
  /** As of RecordedPoint. */
  gradients: Float64Array;
  nodes: Int32Array;
}

/** rmsnorm: mean_square, scale. linear: x, and products of the first row. softmax: largest, powers, total. */
export type InsideName =
  | 'mean_square'
  | 'scale'
  | 'x'
  | 'products'
  | 'largest'
  | 'powers'
  | 'total';

/** One visit of a named point while a step ran. */
export interface RecordedPoint {
  point: PointName;
  /** null where it does not apply: a whole step has one loss, whatever the position. */
  position: number | null;
  layer: number | null;
  head: number | null;
  /** As long as its vector; one number a parameter for gradients, before and after (`offsets` finds them). */
  values: Float64Array;
  /** How fast the loss grew with each; null for gradients, before and after, which are no part of the graph. */
  gradients: Float64Array | null;
  /** A handle of each value for `inspect`; null as above. */
  nodes: Int32Array | null;
  /** How rmsnorm came to norm, linear to q and softmax to weights; null for all others. */
  inside: readonly RecordedInside[] | null;
}

/** One training step with everything it computed, in the order in which it was computed. */
export interface Recording {
  result: StepResult;
  points: RecordedPoint[];
  /** Adam's running means as the step left them, of each parameter: of its gradients, and of their squares. */
  moments: { m: Float64Array; v: Float64Array };
  /** Where each matrix begins in gradients, before, after and the moments. */
  offsets: { name: string; shape: readonly [number, number]; offset: number }[];
}

/** Where a number of a recorded step stands in the code. */
export type NodeName =
  | { parameter: string; row: number; column: number }
  | {
      point: PointName;
      position: number | null;
      layer: number | null;
      head: number | null;
      index: number;
    };

export interface NodeInfo {
  /** Handle for `inspect`. */
  node: number;
  value: number;
  gradient: number;
  /** How it was computed; '' for a parameter or a plain number. */
  op: string;
  /** null: a number in between that has no name. */
  name: NodeName | null;
}

/** A number, and what it was computed from. */
export interface Inspection extends NodeInfo {
  /** `slope`: how fast this number grows with the input. Sums of many are shown as one sum. */
  inputs: (NodeInfo & { slope: number })[];
}

export interface WriteOptions {
  /** Above 0, at most 10; below 1 prefers the likely. */
  temperature?: number;
  /** Integer, 0 to 2³² − 1; the same seed writes the same. */
  seed?: number;
}

export interface GenerateOptions extends WriteOptions {
  /** Samples, 1 to 50. */
  count?: number;
}

/** One token of a text that is being written. */
export interface WrittenToken {
  position: number;
  token: number;
  /** null for BOS, which ends the text. */
  char: string | null;
  /** (V,) that it was chosen by, at this temperature; the last is BOS. */
  probabilities: Float64Array;
}

export interface Sample {
  text: string;
  tokens: number[];
  /** Of each token the probability that it had when it was chosen. */
  probabilities: number[];
}

/** All that training goes on from; plain data. */
export interface EngineState {
  settings: Settings;
  stepsDone: number;
  stepsPlanned: number;
  parameters: NamedMatrix[];
  /** Adam's running means, in the order of `parameters`. */
  m: Float64Array;
  v: Float64Array;
  /** Loss of every step so far. */
  losses: Float64Array;
}

/** A model that trains. Everything is synchronous and seeded; nothing is shared between engines. */
export interface Engine {
  readonly kind: EngineKind;
  readonly arithmetic: Arithmetic;
  readonly settings: Settings;
  /** The alphabet; token i is chars[i], and token chars.length is BOS. */
  readonly chars: readonly string[];
  readonly documentCount: number;
  readonly parameterCount: number;
  readonly stepsDone: number;
  readonly stepsPlanned: number;
  /**
   * Trains that many steps (default 1). Going past the plan extends it by `settings.steps`, so the rate is never
   * below 0. @throws NonFiniteError, at this and every later call, when the loss is no longer a number.
   */
  train(count?: number): void;
  /** Trains one step and tells about it. @throws as train. */
  step(): StepResult;
  /** The last step again; null before the first. */
  last(): StepResult | null;
  /**
   * Reads the next document and learns nothing from it: its losses by the weights of now, which may be no numbers.
   * activations() are of it then.
   */
  look(): Reading;
  /** Adds steps to the plan: the rate falls to 0 that much later. */
  extend(steps: number): void;
  /** Trains one step in `value`'s arithmetic and keeps all it computed. @throws as train. */
  record(): Recording;
  /** A number of the last recording and its inputs. @throws RangeError without a recording or for no handle of it. */
  inspect(node: number): Inspection;
  /** Of the last step, or of what was looked at since; null before the first. */
  activations(): Activations | null;
  /** Of the last step, shaped as the parameters; null before the first and once something was looked at. */
  gradients(): NamedMatrix[] | null;
  /** A copy. */
  parameters(): NamedMatrix[];
  /** Replaces parameters by name; those not named stay. @throws ConfigError for a name or shape that is not there. */
  load(parameters: readonly NamedMatrix[]): void;
  /** (V, C): one row a token. */
  embeddings(): NamedMatrix;
  /** (stepsDone,) a copy. */
  losses(): Float64Array;
  /** One after the other from the same chance. @throws NonFiniteError. */
  generate(options?: GenerateOptions): Sample[];
  /** Token after token; reads the weights of the moment at each. Ends after BOS or blockSize tokens. */
  write(options?: WriteOptions): Generator<WrittenToken, void, undefined>;
  /** For another engine to go on from (`createEngine`'s third argument). */
  state(): EngineState;
}
