/**
 * What one stop of a run looks like for one text, packed small, and a cache of such moments that is bounded in
 * bytes. Pure memory: asks nobody for anything.
 */
import type { CharProbability, HeadJob, Inspection } from '@/api/generated';

/** The likeliest characters at each position, packed: `width` places a position, empty ones at its end. */
export interface Guesses {
  width: number;
  chars: readonly string[];
  probs: Float32Array;
}

export interface Moment {
  step: number;
  /** T characters; the same array in every moment of the same text. */
  tokens: readonly string[];
  /** Characters of the text that the model does not know. */
  dropped: readonly string[];
  size: number;
  nLayer: number;
  nHead: number;
  /** (layers × heads × T × T), layer-major; rows look. */
  weights: Float32Array;
  next: Guesses;
  /** In nats, per position. */
  entropy: Float32Array;
  /** Ascending; -1 is the embedding alone. */
  layers: readonly { layer: number; top: Guesses }[];
  /** Token embeddings: `vectors` holds chars.length rows of `width` numbers. */
  embeddings: { chars: readonly string[]; width: number; vectors: Float32Array };
  heads: readonly HeadJob[];
  /** About how much memory it holds. */
  bytes: number;
}

const POINTER_BYTES = 8;
const HEAD_BYTES = 400;

function packed(rows: readonly (readonly CharProbability[])[]): Guesses {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const chars = new Array<string>(rows.length * width).fill('');
  const probs = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    for (const [k, { char, prob }] of row.entries()) {
      chars[i * width + k] = char;
      probs[i * width + k] = prob;
    }
  }
  return { width, chars, probs };
}

/** The likeliest characters at a position, likeliest first. */
export function guessesAt({ width, chars, probs }: Guesses, position: number): CharProbability[] {
  const from = position * width;
  return chars
    .slice(from, from + width)
    .map((char, k) => ({ char, prob: probs[from + k] ?? 0 }))
    .filter(({ char }) => char !== '');
}

/** Square matrices of one text, layer-major, in one array. */
export function packWeights(
  heads: readonly { layer: number; head: number; matrix: readonly (readonly number[])[] }[],
  nHead: number,
  size: number,
): Float32Array {
  const weights = new Float32Array(heads.length * size * size);
  for (const { layer, head, matrix } of heads) {
    let at = (layer * nHead + head) * size * size;
    for (const row of matrix) {
      weights.set(row, at);
      at += size;
    }
  }
  return weights;
}

const count = (values: readonly number[]) => Math.max(-1, ...values) + 1;

export function toMoment(answer: Inspection): Moment {
  const size = answer.tokens.length;
  const nHead = count(answer.attention.map(({ head }) => head));
  const weights = packWeights(answer.attention, nHead, size);
  const next = packed(answer.next.map(({ top }) => top));
  const layers = answer.layers
    .toSorted((a, b) => a.layer - b.layer)
    .map(({ layer, top }) => ({ layer, top: packed(top) }));
  const width = answer.embeddings[0]?.vector.length ?? 0;
  const vectors = new Float32Array(answer.embeddings.length * width);
  for (const [i, { vector }] of answer.embeddings.entries()) vectors.set(vector, i * width);
  const packs = [next, ...layers.map(({ top }) => top)];
  const bytes =
    weights.byteLength +
    vectors.byteLength +
    packs.reduce((sum, { probs }) => sum + probs.length * (4 + POINTER_BYTES), 0) +
    answer.heads.length * HEAD_BYTES;
  return {
    ...{ step: answer.step, tokens: answer.tokens, dropped: answer.dropped, size, nHead, weights },
    nLayer: count(answer.attention.map(({ layer }) => layer)),
    ...{ next, layers, heads: answer.heads, bytes },
    entropy: Float32Array.from(answer.next, ({ entropy }) => entropy),
    embeddings: { chars: answer.embeddings.map(({ char }) => char), width, vectors },
  };
}

/** Moments by text and step; the ones not looked at for longest go when there is no more room. */
export class MomentCache {
  readonly #moments = new Map<string, Moment>();
  #bytes = 0;

  constructor(readonly limitBytes: number) {}

  get bytes(): number {
    return this.#bytes;
  }
  get size(): number {
    return this.#moments.size;
  }

  /** How many moments like these fit; at least one. */
  get room(): number {
    if (this.size === 0) return Number.POSITIVE_INFINITY;
    return Math.max(1, Math.floor((this.limitBytes * this.size) / this.#bytes) - 1);
  }

  static #key = (text: string, step: number) => `${step} ${text}`;

  has(text: string, step: number): boolean {
    return this.#moments.has(MomentCache.#key(text, step));
  }

  /** Without counting as a look. */
  peek(text: string, step: number): Moment | null {
    return this.#moments.get(MomentCache.#key(text, step)) ?? null;
  }

  get(text: string, step: number): Moment | null {
    const key = MomentCache.#key(text, step);
    const moment = this.#moments.get(key);
    if (moment === undefined) return null;
    this.#moments.delete(key);
    this.#moments.set(key, moment);
    return moment;
  }

  put(text: string, moment: Moment): void {
    const key = MomentCache.#key(text, moment.step);
    this.#bytes += moment.bytes - (this.#moments.get(key)?.bytes ?? 0);
    this.#moments.delete(key);
    this.#moments.set(key, moment);
    for (const [oldest, { bytes }] of this.#moments) {
      // The newest stays, however large it is: something must be shown.
      if (this.#bytes <= this.limitBytes || this.#moments.size === 1) break;
      this.#moments.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  clear(): void {
    this.#moments.clear();
    this.#bytes = 0;
  }
}
