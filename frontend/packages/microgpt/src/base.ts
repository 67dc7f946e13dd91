/**
 * What both engines share: the documents and their order, the schedule, the history, and the rules for what is asked.
 * Owns no mathematics of the model.
 */
import { check, SAMPLES, settingsFrom, TEMPERATURE } from './bounds.ts';
import { ConfigError, NonFiniteError } from './errors.ts';
import { whyNotFinite } from './explain.ts';
import { Config, learningRate, Random, Tokenizer } from './microgpt.js';
import type {
  Activations,
  Arithmetic,
  Engine,
  EngineKind,
  EngineState,
  GenerateOptions,
  Inspection,
  NamedMatrix,
  Reading,
  Recording,
  Sample,
  Settings,
  StepResult,
  WriteOptions,
  WrittenToken,
} from './types.ts';

export const DEFAULT_TEMPERATURE = 0.5;
export const DEFAULT_SAMPLES = 20;
export const NOTHING_RECORDED = 'No step was recorded yet; record() does.';

/** The documents of a training, shuffled and turned into tokens once. */
export interface Corpus {
  documents: string[];
  tokenizer: Tokenizer;
  /** All of them, one after the other, each between two BOS. */
  tokens: Int32Array;
  /** Where document i begins in them; one more than there are documents. */
  starts: Int32Array;
  /** Stands where the weights begin to be drawn. */
  random: Random;
}

/** @throws ConfigError unless it is a list of texts: programs without types give anything. */
function checkDocuments(documents: unknown): asserts documents is readonly string[] {
  const wanted = 'The documents must be a list of texts, like';
  if (!Array.isArray(documents)) {
    const given = typeof documents === 'string' ? 'one text alone' : kindOf(documents);
    throw new ConfigError('documents', `${wanted} ['emma', 'noah']; given was ${given}.`);
  }
  const other = documents.findIndex((document) => typeof document !== 'string');
  if (other >= 0) {
    const what = `document ${other + 1} of ${documents.length} is ${kindOf(documents[other])}`;
    throw new ConfigError('documents', `${wanted} ['emma', 'noah']; ${what}.`);
  }
}

/** `null`, `undefined`, `the number 7`, `an object`: as it is said in a sentence. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'number' || typeof value === 'boolean') {
    return `the ${typeof value} ${value}`;
  }
  return Array.isArray(value)
    ? 'a list'
    : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}

export function corpusOf(documents: readonly string[], seed: number): Corpus {
  checkDocuments(documents);
  if (documents.length === 0) {
    throw new ConfigError('documents', 'There is nothing to learn from: give at least 1 document.');
  }
  const empty = documents.indexOf('');
  if (empty >= 0) {
    throw new ConfigError('documents', `Document ${empty + 1} of ${documents.length} is empty.`);
  }
  const random = new Random(seed);
  const shuffled = [...documents];
  random.shuffle(shuffled);
  const tokenizer = new Tokenizer(shuffled);
  const encoded = shuffled.map((document) => tokenizer.encode(document));
  const starts = new Int32Array(encoded.length + 1);
  for (const [i, own] of encoded.entries()) starts[i + 1] = (starts[i] as number) + own.length;
  return {
    documents: shuffled,
    tokenizer,
    tokens: Int32Array.from(encoded.flat()),
    starts,
    random,
  };
}

export abstract class BaseEngine implements Engine {
  abstract readonly kind: EngineKind;
  abstract readonly arithmetic: Arithmetic;
  abstract readonly parameterCount: number;
  readonly settings: Settings;
  readonly chars: readonly string[];
  readonly documentCount: number;
  stepsDone = 0;
  stepsPlanned: number;
  protected readonly config: Config;
  protected readonly corpus: Corpus;
  #losses: Float64Array;
  #rate = 0;
  /** False until a step was made here: one that another engine made has left nothing to look at. */
  #trained = false;
  /** What was read without learning from it, and the step before that; null while a step is the newest. */
  #looked: { reading: Reading; last: StepResult | null } | null = null;
  /** What stopped this engine. */
  protected failure: NonFiniteError | null = null;

  constructor(documents: readonly string[], settings: Partial<Settings>) {
    this.settings = settingsFrom(settings);
    this.config = Object.assign(new Config(), this.settings);
    this.corpus = corpusOf(documents, this.settings.seed);
    this.chars = this.corpus.tokenizer.chars;
    this.documentCount = documents.length;
    this.stepsPlanned = this.settings.steps;
    this.#losses = new Float64Array(this.stepsPlanned);
  }

  /**
   * One update from the T + 1 tokens of the corpus that begin at `begin`; returns the mean loss before it. NaN or
   * infinite: nothing was updated.
   */
  protected abstract trainOn(begin: number, T: number, rate: number): number;
  /** The mean loss of the T + 1 tokens that begin at `begin`, and nothing is learned. */
  protected abstract readOn(begin: number, T: number): number;
  /** (T,) of what was read last. */
  protected abstract tokenLosses(): Float64Array;
  protected abstract writeTokens(
    temperature: number,
    random: Random,
  ): Generator<[number, ArrayLike<number>], void, undefined>;
  protected abstract moments(): { m: Float64Array; v: Float64Array };
  protected abstract setMoments(m: Float64Array, v: Float64Array, steps: number): void;
  abstract record(): Recording;
  abstract inspect(node: number): Inspection;
  abstract activations(): Activations | null;
  abstract gradients(): NamedMatrix[] | null;
  abstract parameters(): NamedMatrix[];
  abstract load(parameters: readonly NamedMatrix[]): void;

  train(count = 1): void {
    for (let i = 0; i < count; i++) this.#trainOne();
  }

  #trainOne(): void {
    this.assertAlive();
    if (this.stepsDone >= this.stepsPlanned) this.extend(this.settings.steps);
    const index = this.stepsDone % this.documentCount;
    const rate = learningRate(this.stepsDone, this.stepsPlanned, this.config);
    const loss = this.trainOn(this.corpus.starts[index] as number, this.lengthOf(index), rate);
    if (!Number.isFinite(loss)) this.#fail(loss, index);
    this.#rate = rate;
    this.#trained = true;
    this.#looked = null;
    this.#losses[this.stepsDone] = loss;
    this.stepsDone += 1;
  }

  /** T: predictions that a document asks for, at most as many as there are positions. */
  protected lengthOf(document: number): number {
    const { starts } = this.corpus;
    const tokens = (starts[document + 1] as number) - (starts[document] as number);
    return Math.min(tokens - 1, this.settings.blockSize);
  }

  /** @throws the NonFiniteError that stopped this engine. */
  protected assertAlive(): void {
    if (this.failure) throw this.failure;
  }

  #fail(loss: number, index: number): never {
    const step = this.stepsDone + 1;
    const reading = this.#readingOf(index, loss);
    this.#looked = { reading, last: null };
    const why = whyNotFinite(reading, this.activations(), this.parameters(), this.chars);
    this.failure = new NonFiniteError(
      step,
      reading.document,
      `Step ${step} stopped: the loss of “${reading.document}” came out as ${loss}. ${why} ` +
        `Start again with a learning rate below ${this.settings.learningRate}.`,
    );
    throw this.failure;
  }

  look(): Reading {
    this.assertAlive();
    const last = this.last();
    const index = this.stepsDone % this.documentCount;
    const loss = this.readOn(this.corpus.starts[index] as number, this.lengthOf(index));
    const reading = this.#readingOf(index, loss);
    this.#looked = { reading, last };
    return reading;
  }

  #readingOf(index: number, loss: number): Reading {
    const { documents, tokens, starts } = this.corpus;
    const begin = starts[index] as number;
    return {
      step: this.stepsDone,
      loss,
      losses: this.tokenLosses(),
      tokens: Array.from(tokens.subarray(begin, begin + this.lengthOf(index) + 1)),
      document: documents[index] as string,
    };
  }

  /** What activations are of: the last step, or what was looked at since. */
  protected lastRead(): Reading | null {
    return this.#looked?.reading ?? this.last();
  }

  /** Whether gradients are of what was read last. */
  protected get learnedLast(): boolean {
    return this.#looked === null && this.#trained;
  }

  step(): StepResult {
    this.train(1);
    return this.last() as StepResult;
  }

  last(): StepResult | null {
    if (this.#looked) return this.#looked.last;
    if (!this.#trained) return null;
    const index = (this.stepsDone - 1) % this.documentCount;
    const loss = this.#losses[this.stepsDone - 1] as number;
    return { ...this.#readingOf(index, loss), learningRate: this.#rate };
  }

  extend(steps: number): void {
    if (!Number.isSafeInteger(steps) || steps < 1) {
      throw new ConfigError(
        'steps',
        `A plan is extended by a whole number from 1 on, not ${steps}.`,
      );
    }
    this.stepsPlanned += steps;
    const longer = new Float64Array(this.stepsPlanned);
    longer.set(this.#losses);
    this.#losses = longer;
  }

  losses(): Float64Array {
    return this.#losses.slice(0, this.stepsDone);
  }

  embeddings(): NamedMatrix {
    return this.parameters().find(({ name }) => name === 'wte') as NamedMatrix;
  }

  generate({ count = DEFAULT_SAMPLES, ...options }: GenerateOptions = {}): Sample[] {
    check('count', count, SAMPLES);
    const { temperature, random } = this.#writing(options);
    return Array.from({ length: count }, () => {
      const written = [...this.#write(temperature, random)];
      return {
        text: written.map(({ char }) => char ?? '').join(''),
        tokens: written.map(({ token }) => token),
        probabilities: written.map(({ token, probabilities }) => probabilities[token] as number),
      };
    });
  }

  write(options: WriteOptions = {}): Generator<WrittenToken, void, undefined> {
    const { temperature, random } = this.#writing(options);
    return this.#write(temperature, random);
  }

  #writing({ temperature = DEFAULT_TEMPERATURE, seed = this.settings.seed }: WriteOptions) {
    check('temperature', temperature, TEMPERATURE);
    settingsFrom({ seed });
    return { temperature, random: new Random(seed) };
  }

  *#write(temperature: number, random: Random): Generator<WrittenToken, void, undefined> {
    let position = 0;
    for (const [token, shares] of this.writeTokens(temperature, random)) {
      const probabilities = Float64Array.from(shares);
      if (!probabilities.every(Number.isFinite)) {
        throw new NonFiniteError(
          this.stepsDone,
          null,
          `The model can no longer write: after step ${this.stepsDone} its probabilities are no numbers any more.`,
        );
      }
      yield { position, token, char: this.chars[token] ?? null, probabilities };
      position += 1;
    }
  }

  state(): EngineState {
    return {
      settings: { ...this.settings },
      stepsDone: this.stepsDone,
      stepsPlanned: this.stepsPlanned,
      parameters: this.parameters(),
      ...this.moments(),
      losses: this.losses(),
    };
  }

  /** Goes on where another engine stood. */
  restore(state: EngineState): void {
    this.load(state.parameters);
    this.setMoments(state.m, state.v, state.stepsDone);
    this.stepsDone = state.stepsDone;
    this.stepsPlanned = state.stepsPlanned;
    this.#losses = new Float64Array(state.stepsPlanned);
    this.#losses.set(state.losses);
    this.#trained = false;
    this.#looked = null;
  }
}

/** @throws ConfigError unless the matrix is one of these, in this shape. */
export function checkMatrix(given: NamedMatrix, known: readonly Omit<NamedMatrix, 'data'>[]): void {
  const { name, shape, data } = given;
  const own = known.find((one) => one.name === name);
  if (!own) {
    const names = known.map((one) => one.name).join(', ');
    throw new ConfigError(name, `This model has no matrix ${name}; it has ${names}.`);
  }
  const [rows, columns] = own.shape;
  if (shape[0] !== rows || shape[1] !== columns || data.length !== rows * columns) {
    throw new ConfigError(
      name,
      `${name} is ${rows} × ${columns} here; given were ${shape[0]} × ${shape[1]} and ${data.length} numbers.`,
    );
  }
}
