/**
 * From what a training run computes to what the network shows: a source of frames that is filled in place, from the activations of a whole step
 * or from recorded values one after the other. Takes plain data, however it was computed; knows no engine and no drawing.
 */
import { networkParts } from './parts';
import type { NetworkConfig, NetworkFrame, NetworkSource } from './types';

/** Row-major numbers of a forward pass over T positions: C wide, H heads, V letters. */
export interface StepActivations {
  /** (T,) */
  tokens: readonly number[];
  /** (T, C) each. */
  embedding: Float64Array;
  norm: Float64Array;
  layers: readonly {
    /** (T, C) each. */
    q: Float64Array;
    k: Float64Array;
    v: Float64Array;
    /** (H, T, T): row looks, column is looked at. */
    weights: Float64Array;
    mixed: Float64Array;
    attended: Float64Array;
    /** (T, 4C) */
    active: Float64Array;
    thought: Float64Array;
    x: Float64Array;
  }[];
  /** (T, V) each. */
  logits: Float64Array;
  probs: Float64Array;
}

/** The tables that embeddings are looked up in: (V, C) and (blockSize, C). */
export interface EmbeddingTables {
  wte: Float64Array;
  wpe: Float64Array;
}

/** One value that was recorded while a step ran. */
export interface RecordedValue {
  point: string;
  position: number | null;
  layer: number | null;
  head: number | null;
  values: Float64Array;
  gradients: Float64Array | null;
}

/** Blocks of recorded values, outside the layers and in them; q, k, v, mixed and x have the name of their point. */
const OUTSIDE: Record<string, string> = {
  embedding: 'embedding.sum',
  norm: 'norm',
  logits: 'logits',
  probs: 'probabilities',
};
const INSIDE: Record<string, string> = {
  ...{ q: 'q', k: 'k', v: 'v', mixed: 'mixed', x: 'x' },
  ...{ attended: 'projection', hidden: 'mlp.up', active: 'mlp.up', thought: 'mlp.down' },
};

/** The block in which a recorded value is seen, to be lit; null for those of a whole step (losses, gradients, updates). */
export function blockOfPoint(
  point: string,
  layer: number | null,
  head: number | null,
): string | null {
  if (layer === null) return OUTSIDE[point] ?? null;
  if (point === 'scores' || point === 'weights') {
    return `layer${layer}.attention${head === null ? '' : `.head${head}`}`;
  }
  const block = INSIDE[point];
  return block === undefined ? null : `layer${layer}.${block}`;
}

function copyRow(from: Float64Array, row: number, width: number, to: Float64Array, count = width) {
  for (let i = 0; i < to.length; i++) {
    to[i] = i < count ? (from[row * width + i] ?? Number.NaN) : Number.NaN;
  }
}

function fits(id: string, given: Float64Array, to: Float64Array): void {
  if (given.length <= to.length) return;
  throw new RangeError(`${id} has ${to.length} cells and was given ${given.length} numbers`);
}

export class NetworkFeed implements NetworkSource {
  /** The position that is shown, −1: none. */
  position = -1;
  private readonly store = new Map<string, Float64Array>();
  private readonly slopes = new Map<string, Float64Array>();
  private readonly values = new Map<string, Float64Array>();
  private readonly gradients = new Map<string, Float64Array>();
  private readonly raw = new Set<string>();
  private readonly frame: NetworkFrame;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly config: NetworkConfig) {
    for (const { id, count } of networkParts(config).stages.flatMap(({ parts }) => parts)) {
      this.store.set(id, new Float64Array(count));
      this.slopes.set(id, new Float64Array(count));
    }
    const { values, gradients, raw } = this;
    this.frame = { values, gradients, raw };
  }

  getFrame(): NetworkFrame | null {
    return this.values.size + this.gradients.size === 0 ? null : this.frame;
  }

  subscribe(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => this.listeners.delete(callback);
  }

  /** Nothing is computed: all blocks grey. */
  clear(): void {
    this.empty();
    this.tell();
  }

  /**
   * A finished forward pass, seen at one of its positions. Without tables the two embeddings that are added stay grey. Raises RangeError for a
   * position that was not read.
   */
  show(step: StepActivations, position: number, tables: EmbeddingTables | null = null): void {
    const length = step.tokens.length;
    if (!Number.isInteger(position) || position < 0 || position >= length) {
      throw new RangeError(`position ${position} was not read: there are 0 to ${length - 1}`);
    }
    const { nEmbd, nHead, vocabSize } = this.config;
    this.empty();
    this.enter(step.tokens[position] ?? 0, position, tables);
    this.row('embedding.sum', step.embedding, position, nEmbd);
    this.row('norm', step.norm, position, nEmbd);
    for (let layer = 0; layer < step.layers.length; layer++) {
      const own = step.layers[layer];
      if (!own) continue;
      const at = `layer${layer}.`;
      for (const name of ['q', 'k', 'v', 'mixed', 'x'] as const) {
        this.row(at + name, own[name], position, nEmbd);
      }
      for (let head = 0; head < nHead; head++) {
        const to = this.fill(`${at}attention.head${head}`);
        // What is still to come is not 0: it is not there.
        if (to) copyRow(own.weights, head * length + position, length, to, position + 1);
      }
      this.row(`${at}projection`, own.attended, position, nEmbd);
      this.row(`${at}mlp.up`, own.active, position, 4 * nEmbd);
      this.row(`${at}mlp.down`, own.thought, position, nEmbd);
    }
    this.row('logits', step.logits, position, vocabSize);
    this.row('probabilities', step.probs, position, vocabSize);
    this.tell();
  }

  /** A character goes in at a position, and all that was computed for the one before is gone. */
  begin(token: number, position: number, tables: EmbeddingTables | null = null): void {
    this.empty();
    this.enter(token, position, tables);
    this.tell();
  }

  /** One recorded value, on the way forward. Returns the block it is seen in, to be lit; null: it belongs to none. */
  apply({ point, layer, head, values }: RecordedValue): string | null {
    const id = blockOfPoint(point, layer, head);
    const to = id === null ? undefined : this.fill(id);
    if (id === null || !to) return null;
    fits(id, values, to);
    copyRow(values, 0, values.length, to);
    if (point === 'scores') this.raw.add(id);
    else this.raw.delete(id);
    this.tell();
    return id;
  }

  /** The slopes of one recorded value, on the way back. Returns as `apply`. */
  applyBack({ point, layer, head, gradients }: RecordedValue): string | null {
    const id = blockOfPoint(point, layer, head);
    const to = id === null ? undefined : this.slopes.get(id);
    if (id === null || !to || !gradients) return null;
    fits(id, gradients, to);
    copyRow(gradients, 0, gradients.length, to);
    this.gradients.set(id, to);
    this.tell();
    return id;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private empty(): void {
    this.values.clear();
    this.gradients.clear();
    this.raw.clear();
    this.position = -1;
  }

  private enter(token: number, position: number, tables: EmbeddingTables | null): void {
    const { nEmbd } = this.config;
    this.position = position;
    for (const [id, one] of [
      ['letters', token],
      ['position', position],
    ] as const) {
      const to = this.fill(id);
      if (!to) continue;
      to.fill(0);
      to[one] = 1;
    }
    if (!tables) return;
    this.row('embedding.token', tables.wte, token, nEmbd);
    this.row('embedding.position', tables.wpe, position, nEmbd);
  }

  private row(id: string, from: Float64Array, row: number, width: number): void {
    const to = this.fill(id);
    if (to) copyRow(from, row, width, to);
  }

  /** A block's own numbers, from now on part of the frame. */
  private fill(id: string): Float64Array | undefined {
    const to = this.store.get(id);
    if (to) this.values.set(id, to);
    return to;
  }
}
