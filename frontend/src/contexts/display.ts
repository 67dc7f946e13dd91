/**
 * The attention in sight: one buffer for all heads that is filled as frames and moments come, and a source for
 * each head that pictures read. Knows nothing of where it comes from.
 */
import type { HeadSource, MatrixFrame, MatrixSource } from '@/viz/attention';

export interface AttentionBlock {
  nLayer: number;
  nHead: number;
  /** T. */
  size: number;
  tokens: readonly string[];
  /** Layer-major; floats of 0 to 1 or bytes where 255 is 1. */
  weights: Float32Array | Uint8Array;
}

/** What React may know of it: changes with the text or the model, never with a frame. */
export interface Shape {
  nLayer: number;
  nHead: number;
  size: number;
  tokens: readonly string[];
}

const sameTokens = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((token, i) => token === b[i]);

export class AttentionDisplay {
  #block: AttentionBlock | null = null;
  #shape: Shape | null = null;
  #mixed: Float32Array | null = null;
  #heads: readonly HeadSource[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #sources = new Map<string, MatrixSource>();
  /** Counts every change, for whoever measures. */
  changes = 0;

  get shape(): Shape | null {
    return this.#shape;
  }

  /** One source a head, layer-major; the same array while the model is the same. */
  get heads(): readonly HeadSource[] {
    return this.#heads;
  }

  source(layer: number, head: number): MatrixSource {
    const key = `${layer}.${head}`;
    const known = this.#sources.get(key);
    if (known) return known;
    let frame: MatrixFrame | null = null;
    let of: unknown = null;
    const source: MatrixSource = {
      getFrame: () => {
        const block = this.#block;
        if (block === null || layer >= block.nLayer || head >= block.nHead) return null;
        if (of !== block) {
          const { size, weights, nHead } = block;
          frame = { size, weights, offset: (layer * nHead + head) * size * size };
          of = block;
        }
        return frame;
      },
      subscribe: (callback) => {
        this.#listeners.add(callback);
        return () => {
          this.#listeners.delete(callback);
        };
      },
    };
    this.#sources.set(key, source);
    return source;
  }

  show(block: AttentionBlock | null): void {
    if (block === this.#block) return;
    this.#block = block;
    this.#reshape(block);
    this.#tell();
  }

  /** `share` 0 to 1 of the way from one block to another of the same shape. */
  blend(from: AttentionBlock, to: AttentionBlock, share: number): void {
    const { length } = from.weights;
    if (this.#mixed?.length !== length) this.#mixed = new Float32Array(length);
    const mixed = this.#mixed;
    for (let i = 0; i < length; i++) {
      const start = from.weights[i] ?? 0;
      mixed[i] = start + ((to.weights[i] ?? 0) - start) * share;
    }
    this.#block = { ...from, weights: mixed };
    this.#reshape(this.#block);
    this.#tell();
  }

  #reshape(block: AttentionBlock | null): void {
    const was = this.#shape;
    if (block === null) {
      this.#shape = null;
      this.#heads = [];
      return;
    }
    const { nLayer, nHead, size, tokens } = block;
    const sameModel = was !== null && was.nLayer === nLayer && was.nHead === nHead;
    if (!sameModel) {
      this.#heads = Array.from({ length: nLayer * nHead }, (_, i) => {
        const [layer, head] = [Math.floor(i / nHead), i % nHead];
        return { layer, head, source: this.source(layer, head) };
      });
    }
    if (!sameModel || was.size !== size || !sameTokens(was.tokens, tokens)) {
      this.#shape = { nLayer, nHead, size, tokens };
    }
  }

  #tell(): void {
    this.changes += 1;
    for (const listener of this.#listeners) listener();
  }
}
