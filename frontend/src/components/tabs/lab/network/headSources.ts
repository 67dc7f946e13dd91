/** One layer's heads as sources of pictures: each shows a document long enough to be read. Knows no view. */
import type { Activations } from 'microgpt';
import type { MatrixFrame, MatrixSource } from '@/viz/attention';
import { START_MARK } from '@/viz/glyph';

/** ms that a document stays while others are trained on: another one each frame would be a flicker. */
const HOLD_MS = 1500;

class HeadSource implements MatrixSource {
  #frame: MatrixFrame | null = null;
  readonly #listeners = new Set<() => void>();

  getFrame = () => this.#frame;
  subscribe = (callback: () => void) => {
    this.#listeners.add(callback);
    return () => {
      this.#listeners.delete(callback);
    };
  };
  show(frame: MatrixFrame): void {
    this.#frame = frame;
    for (const listener of this.#listeners) listener();
  }
}

export class HeadSources {
  readonly heads: readonly MatrixSource[];
  readonly #heads: HeadSource[];
  #takenAt = Number.NEGATIVE_INFINITY;
  #taken: Activations | null = null;

  constructor(heads: number) {
    this.#heads = Array.from({ length: heads }, () => new HeadSource());
    this.heads = this.#heads;
  }

  /** The next document is taken at once. */
  again(): void {
    this.#takenAt = Number.NEGATIVE_INFINITY;
    this.#taken = null;
  }

  /** Shows another document when it is time; returns its characters then, else null. */
  take(
    activations: Activations | null,
    layer: number,
    chars: readonly string[],
    isLive: boolean,
    now = performance.now(),
  ): readonly string[] | null {
    const weights = activations?.layers[layer]?.weights;
    if (!activations || !weights || activations === this.#taken) return null;
    if (isLive && now - this.#takenAt < HOLD_MS) return null;
    const size = activations.tokens.length;
    if (weights.length !== this.#heads.length * size * size) return null;
    this.#takenAt = now;
    this.#taken = activations;
    const all = Float32Array.from(weights);
    for (const [head, source] of this.#heads.entries()) {
      source.show({ size, weights: all, offset: head * size * size });
    }
    return activations.tokens.map((token) => chars[token] ?? START_MARK);
  }
}
