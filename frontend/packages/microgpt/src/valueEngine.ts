/** microgpt.js as an engine: the code that is shown is the code that runs. Owns no mathematics. */
import { BaseEngine, checkMatrix, NOTHING_RECORDED } from './base.ts';
import type { Matrix, Noted, Random, Value } from './microgpt.js';
import { Adam, lossOf, Model, tape, trainStep, watchers, write } from './microgpt.js';
import { Recorder } from './recorder.ts';
import type {
  Activations,
  Inspection,
  LayerActivations,
  NamedMatrix,
  Recording,
  Settings,
  StepResult,
} from './types.ts';

export class ValueEngine extends BaseEngine {
  readonly kind = 'value';
  readonly arithmetic = 'objects';
  readonly parameterCount: number;
  readonly #model: Model;
  readonly #adam: Adam;
  readonly #matrices: [string, Matrix][];
  /** What the last step showed, in order. */
  #noted: Noted[] = [];
  #recorder: Recorder | null = null;

  constructor(documents: readonly string[], settings: Partial<Settings> = {}) {
    super(documents, settings);
    const { tokenizer, random } = this.corpus;
    this.#model = new Model(this.config, tokenizer.size, random);
    this.#adam = new Adam(this.#model);
    this.#matrices = Object.entries(this.#model.matrices());
    this.parameterCount = this.#adam.parameters.length;
  }

  protected trainOn(begin: number, T: number, rate: number): number {
    return this.#watched(begin, T, (tokens) => trainStep(tokens, this.#model, this.#adam, rate));
  }

  protected readOn(begin: number, T: number): number {
    return this.#watched(begin, T, (tokens) => {
      const { data } = lossOf(tokens, this.#model);
      tape.length = 0;
      return data;
    });
  }

  #watched(begin: number, T: number, act: (tokens: number[]) => number): number {
    const tokens = Array.from(this.corpus.tokens.subarray(begin, begin + T + 1));
    const noted: Noted[] = [];
    this.#noted = noted; // lets go of the last step's numbers, and of all they were computed from
    const watch = (values: Noted) => noted.push(values);
    watchers.push(watch);
    try {
      return act(tokens);
    } catch (error) {
      if (error instanceof RangeError) return this.#noticedLoss();
      throw error;
    } finally {
      watchers.splice(watchers.indexOf(watch), 1);
    }
  }

  record(): Recording {
    const recorder = new Recorder(this.#adam.parameters, this.#layout());
    watchers.push(recorder.watch);
    let result: StepResult;
    try {
      result = this.step();
    } finally {
      watchers.splice(watchers.indexOf(recorder.watch), 1);
    }
    this.#recorder = recorder;
    let end = 0;
    const offsets = this.#layout().map(({ name, shape }) => {
      const offset = end;
      end += shape[0] * shape[1];
      return { name, shape, offset };
    });
    return { result, points: recorder.points(), moments: this.moments(), offsets };
  }

  inspect(node: number): Inspection {
    if (!this.#recorder) throw new RangeError(NOTHING_RECORDED);
    return this.#recorder.inspect(node);
  }

  activations(): Activations | null {
    const result = this.lastRead();
    if (!result || this.#noted.length === 0) return null;
    const { nLayer, nHead } = this.settings;
    const T = result.losses.length;
    const all = (point: string) =>
      this.#noted.flatMap((noted) => (point in noted ? [noted[point] as Value[]] : []));
    const joined = (rows: Value[][]) => Float64Array.from(rows.flat(), ({ data }) => data);
    const ofLayer = (point: string, layer: number) =>
      joined(all(point).filter((_, i) => i % nLayer === layer));
    const weightsOf = (layer: number) => {
      const square = new Float64Array(nHead * T * T);
      for (const [i, row] of all('weights').entries()) {
        const head = i % nHead;
        const visit = Math.floor(i / nHead);
        if (visit % nLayer !== layer) continue;
        const position = Math.floor(visit / nLayer);
        for (const [past, { data }] of row.entries()) {
          square[(head * T + position) * T + past] = data;
        }
      }
      return square;
    };
    const layerOf = (layer: number): LayerActivations => ({
      q: ofLayer('q', layer),
      k: ofLayer('k', layer),
      v: ofLayer('v', layer),
      weights: weightsOf(layer),
      mixed: ofLayer('mixed', layer),
      attended: ofLayer('attended', layer),
      hidden: ofLayer('hidden', layer),
      active: ofLayer('active', layer),
      thought: ofLayer('thought', layer),
      x: ofLayer('x', layer),
    });
    return {
      tokens: result.tokens.slice(0, T),
      embedding: joined(all('embedding')),
      norm: joined(all('norm')),
      layers: Array.from({ length: nLayer }, (_, layer) => layerOf(layer)),
      logits: joined(all('logits')),
      probs: joined(all('probs')),
    };
  }

  protected tokenLosses(): Float64Array {
    const values = this.#noted.find((noted) => 'losses' in noted)?.losses as Value[] | undefined;
    return Float64Array.from(values ?? [], ({ data }) => data);
  }

  /** Of the step that was refused. */
  #noticedLoss(): number {
    const loss = this.#noted.find((noted) => 'loss' in noted)?.loss as Value | undefined;
    return loss?.data ?? Number.NaN;
  }

  protected writeTokens(temperature: number, random: Random) {
    return write(this.#model, this.corpus.tokenizer.bos, temperature, random);
  }

  #layout(): Omit<NamedMatrix, 'data'>[] {
    return this.#matrices.map(([name, rows]) => ({ name, shape: shapeOf(rows) }));
  }

  gradients(): NamedMatrix[] | null {
    const all = this.#noted.find((noted) => 'gradients' in noted)?.gradients as
      | number[]
      | undefined;
    if (!all) return null;
    let end = 0;
    return this.#layout().map(({ name, shape }) => {
      const begin = end;
      end += shape[0] * shape[1];
      return { name, shape, data: Float64Array.from(all.slice(begin, end)) };
    });
  }

  parameters(): NamedMatrix[] {
    return this.#matrices.map(([name, rows]) => ({
      name,
      shape: shapeOf(rows),
      data: Float64Array.from(rows.flat(), ({ data }) => data),
    }));
  }

  load(parameters: readonly NamedMatrix[]): void {
    const layout = this.#layout();
    for (const given of parameters) checkMatrix(given, layout);
    const known = new Map(this.#matrices);
    for (const { name, data } of parameters) {
      for (const [i, value] of (known.get(name)?.flat() ?? []).entries()) {
        value.data = data[i] as number;
      }
    }
  }

  protected moments() {
    return { m: Float64Array.from(this.#adam.m), v: Float64Array.from(this.#adam.v) };
  }

  protected setMoments(m: Float64Array, v: Float64Array, steps: number): void {
    this.#adam.m = Array.from(m);
    this.#adam.v = Array.from(v);
    this.#adam.steps = steps;
  }
}

const shapeOf = (rows: Matrix): [number, number] => [rows.length, rows[0]?.length ?? 0];
