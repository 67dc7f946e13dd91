/** The same mathematics as microgpt.js on typed arrays, hundreds of times as fast. Owns no formulas. */
import { BaseEngine, checkMatrix, NOTHING_RECORDED } from './base.ts';
import { NonFiniteError } from './errors.ts';
import { activationsOf } from './fast/activations.ts';
import { plainKernels } from './fast/kernels.ts';
import { type Layout, layoutOf } from './fast/layout.ts';
import { Network, sizesOf } from './fast/network.ts';
import { wasmKernels } from './fast/wasm.ts';
import type { Random } from './microgpt.js';
import type {
  Activations,
  Inspection,
  NamedMatrix,
  Recording,
  Settings,
  StepResult,
} from './types.ts';
import { ValueEngine } from './valueEngine.ts';

export class FastEngine extends BaseEngine {
  readonly kind = 'fast';
  readonly arithmetic: 'plain' | 'wasm';
  readonly parameterCount: number;
  readonly #documents: readonly string[];
  readonly #layout: Layout;
  readonly #network: Network;
  /** Positions of the last step; 0 before the first. */
  #length = 0;
  /** Records steps for this engine, made when first asked to. */
  #teacher: ValueEngine | null = null;
  /** Whether the last step was the teacher's. */
  #taught = false;

  /** @param arithmetic `wasm` becomes `plain` where there is no WebAssembly with vectors. */
  constructor(
    documents: readonly string[],
    settings: Partial<Settings> = {},
    arithmetic: 'plain' | 'wasm' = 'wasm',
  ) {
    super(documents, settings);
    this.#documents = documents;
    this.#layout = layoutOf(this.settings, this.corpus.tokenizer.size);
    const { total } = this.#layout;
    const wasm = arithmetic === 'wasm' ? wasmKernels(total, sizesOf(this.#layout)) : null;
    this.arithmetic = wasm ? 'wasm' : 'plain';
    const A = wasm?.A ?? new Float64Array(total);
    this.#network = new Network(A, this.#layout, wasm?.kernels ?? plainKernels(A));
    let count = 0;
    for (const { rows, columns, offset } of this.#layout.matrices) {
      for (let i = 0; i < rows * columns; i++) {
        A[offset + i] = this.corpus.random.gaussian() * this.config.initStd;
      }
      count += rows * columns;
    }
    this.parameterCount = count;
  }

  protected trainOn(begin: number, T: number, rate: number): number {
    const loss = this.readOn(begin, T);
    if (!Number.isFinite(loss)) return loss;
    this.#network.backward(this.#layout.training, this.corpus.tokens, begin, T);
    this.#network.update(this.config, rate, this.stepsDone + 1);
    return loss;
  }

  protected readOn(begin: number, T: number): number {
    const { tokens } = this.corpus;
    const rows = this.#layout.training;
    this.#network.forward(rows, tokens, begin, 0, T);
    this.#network.softmax(rows, 0, T, 1);
    this.#length = T;
    this.#taught = false;
    return this.#network.loss(rows, tokens, begin, T);
  }

  protected tokenLosses(): Float64Array {
    const { losses } = this.#layout.training;
    return this.#network.A.slice(losses, losses + this.#length);
  }

  protected *writeTokens(
    temperature: number,
    random: Random,
  ): Generator<[number, Float64Array], void, undefined> {
    const { A } = this.#network;
    const { V, Vp, T, writing } = this.#layout;
    const { bos } = this.corpus.tokenizer;
    const tokens = [bos];
    for (let t = 0; t < T; t++) {
      // All rows, not only the newest: the weights may have changed, or another text been written, since.
      this.#network.forward(writing, tokens, 0, 0, t + 1);
      this.#network.softmax(writing, t, t + 1, temperature);
      const shares = A.slice(writing.probs + t * Vp, writing.probs + t * Vp + V);
      const token = random.choose(shares);
      tokens.push(token);
      yield [token, shares];
      if (token === bos) return;
    }
  }

  record(): Recording {
    this.assertAlive();
    this.#teacher ??= new ValueEngine(this.#documents, this.settings);
    this.#teacher.restore(this.state());
    try {
      const recording = this.#teacher.record();
      this.restore(this.#teacher.state());
      this.#taught = true;
      return recording;
    } catch (error) {
      if (error instanceof NonFiniteError) this.failure = error;
      throw error;
    }
  }

  inspect(node: number): Inspection {
    if (!this.#teacher) throw new RangeError(NOTHING_RECORDED);
    return this.#teacher.inspect(node);
  }

  override last(): StepResult | null {
    return this.#taught && this.#teacher ? this.#teacher.last() : super.last();
  }

  activations(): Activations | null {
    if (this.#taught && this.#teacher) return this.#teacher.activations();
    const result = this.lastRead();
    return result && activationsOf(this.#network, result.tokens);
  }

  gradients(): NamedMatrix[] | null {
    if (this.#taught && this.#teacher) return this.#teacher.gradients();
    return this.learnedLast ? this.#read(this.#layout.gradients) : null;
  }

  parameters(): NamedMatrix[] {
    return this.#read(this.#layout.parameters);
  }

  /** The matrices of one of the four regions. */
  #read(region: number): NamedMatrix[] {
    return this.#layout.matrices.map(({ name, rows, columns, offset }) => {
      const begin = region + offset;
      const data = this.#network.A.slice(begin, begin + rows * columns);
      return { name, shape: [rows, columns], data };
    });
  }

  load(parameters: readonly NamedMatrix[]): void {
    const known = this.#layout.matrices.map(({ name, rows, columns, offset }) => ({
      name,
      shape: [rows, columns] as const,
      offset,
    }));
    for (const given of parameters) checkMatrix(given, known);
    for (const { name, data } of parameters) {
      const place = known.find((one) => one.name === name);
      if (place) this.#network.A.set(data, place.offset);
    }
  }

  protected moments() {
    return { m: this.#joined(this.#layout.m), v: this.#joined(this.#layout.v) };
  }

  #joined(region: number): Float64Array {
    const all = new Float64Array(this.parameterCount);
    let end = 0;
    for (const { data } of this.#read(region)) {
      all.set(data, end);
      end += data.length;
    }
    return all;
  }

  protected setMoments(m: Float64Array, v: Float64Array): void {
    let begin = 0;
    for (const { rows, columns, offset } of this.#layout.matrices) {
      const end = begin + rows * columns;
      this.#network.A.set(m.subarray(begin, end), this.#layout.m + offset);
      this.#network.A.set(v.subarray(begin, end), this.#layout.v + offset);
      begin = end;
    }
  }
}
