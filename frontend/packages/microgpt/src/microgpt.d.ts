/**
 * Types of microgpt.js. That file is shown to learners beside its Python twin and stays free of annotations; these
 * say what it takes and gives. The engines, in TypeScript, are compiled against them, and a test compares the names.
 */

/** A vector of n numbers that remember where they came from. */
export type Vector = Value[];
/** Rows of equal length; row i weighs an input for output i. */
export type Matrix = Vector[];

/** Seeded chance: 32-bit integer arithmetic, the same numbers in Python. */
export class Random {
  constructor(seed: number);
  /** The whole state, 0 to 2³² − 1. */
  state: number;
  /** An integer, 0 to 2³² − 1. */
  bits(): number;
  /** In (0, 1), never an end of it. */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  gaussian(): number;
  /** In place. */
  shuffle(items: unknown[]): void;
  /** An index; weights are not negative and need not add up to 1. */
  choose(weights: ArrayLike<number> & Iterable<number>): number;
}

/** One token a character (code point), in their order, and BOS as the last. */
export class Tokenizer {
  constructor(documents: readonly string[]);
  chars: string[];
  ids: Map<string, number>;
  bos: number;
  /** Characters and BOS. */
  size: number;
  /** BOS, the characters, BOS. Characters that no document has become `undefined`. */
  encode(document: string): number[];
  decode(tokens: readonly number[]): string;
}

/** Every computed value since it was last emptied, inputs before what uses them. */
export const tape: Value[];

/** A number with the one or two values it came from and its slope against each. */
export class Value {
  constructor(
    data: number,
    op?: string,
    a?: Value | null,
    da?: number | null,
    b?: Value | null,
    db?: number | null,
  );
  data: number;
  /** After backward(): how fast the loss grows with this value. Adds up until set to 0. */
  grad: number;
  op: '' | '+' | '-' | '*' | '/' | 'neg' | 'pow' | 'exp' | 'log' | 'relu';
  a: Value | null;
  /** Slope against a; null without one. */
  da: number | null;
  b: Value | null;
  db: number | null;
  add(other: Value | number): Value;
  sub(other: Value | number): Value;
  mul(other: Value | number): Value;
  div(other: Value | number): Value;
  neg(): Value;
  pow(n: number): Value;
  exp(): Value;
  log(): Value;
  relu(): Value;
  /** Fills `grad` of everything on the tape and of what it was computed from. */
  backward(): void;
}

export function lift(number: Value | number): Value;

export class Config {
  nEmbd: number;
  nHead: number;
  nLayer: number;
  blockSize: number;
  initStd: number;
  learningRate: number;
  beta1: number;
  beta2: number;
  eps: number;
  steps: number;
  seed: number;
}

export class Layer {
  constructor(config: Config, random: Random);
  /** (C, C) each. */
  wq: Matrix;
  wk: Matrix;
  wv: Matrix;
  wo: Matrix;
  /** (4C, C) and (C, 4C). */
  fc1: Matrix;
  fc2: Matrix;
}

export class Model {
  constructor(config: Config, vocabSize: number, random: Random);
  config: Config;
  /** (V, C), (T, C), (V, C). */
  wte: Matrix;
  wpe: Matrix;
  lmHead: Matrix;
  layers: Layer[];
  /** wte, wpe, lm_head, then `layers.0.wq` and so on, in the order in which they were drawn. */
  matrices(): Record<string, Matrix>;
  parameters(): Value[];
}

/** What `note` hands over: values by the name they have in the code. */
export type Noted = Record<string, Value | Vector | number[]>;
export const watchers: ((values: Noted) => void)[];
export function note(values: Noted): void;
export function dot(a: Vector, b: Vector): Value;
export function linear(x: Vector, w: Matrix): Vector;
export function softmax(scores: Vector): Vector;
export function rmsnorm(x: Vector): Vector;
export function embed(token: number, position: number, model: Model): Vector;

/** Keys and values of the positions before, one layer's. */
export class Past {
  keys: Matrix;
  values: Matrix;
}
export function attention(x: Vector, layer: Layer, past: Past, config: Config): Vector;
export function mlp(x: Vector, layer: Layer): Vector;
/** One token in, V logits out; `pasts` grow by one position. */
export function gpt(token: number, position: number, pasts: Past[], model: Model): Vector;
export function newPasts(model: Model): Past[];
/** Mean surprise in nats per token; of a long document its first T tokens. */
export function lossOf(tokens: readonly number[], model: Model): Value;

export class Adam {
  constructor(model: Model);
  config: Config;
  parameters: Value[];
  /** Running means of the gradients and of their squares. */
  m: number[];
  v: number[];
  steps: number;
  /** One step against the gradients, which are then 0. */
  update(rate: number): void;
}

/** Falls in a line from config.learningRate at step 0 to 0 at step `steps`, and stays there. */
export function learningRate(step: number, steps: number, config: Config): number;
/** @returns the loss before the update. @throws RangeError when it is not finite; nothing is updated then. */
export function trainStep(
  tokens: readonly number[],
  model: Model,
  adam: Adam,
  rate: number,
): number;
/** Token after token, each with the V probabilities it was chosen by; ends after BOS or T tokens. */
export function write(
  model: Model,
  bos: number,
  temperature: number,
  random: Random,
): Generator<[number, number[]], void, undefined>;
export function sample(
  model: Model,
  tokenizer: Tokenizer,
  temperature: number,
  random: Random,
): string;
export function run(names: readonly string[], config: Config, show: (line: string) => void): void;
