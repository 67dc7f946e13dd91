/** What the embedding map is given. `pca.ts` makes it from vectors. */

/** Where the characters lie at one kept step, on axes that all steps share. */
export interface EmbeddingStop {
  step: number;
  /** n × 3, in the order of `chars`. */
  positions: Float32Array;
}

export interface EmbeddingMapProps {
  /** Keep the same array while the vocabulary is the same. */
  chars: readonly string[];
  /** Ascending, may grow; a new array whenever one arrives. Positions between two stops are interpolated. */
  stops: readonly EmbeddingStop[];
  step: number;
  dimensions: 2 | 3;
  /** Shares of the variance that the three axes carry, 0 to 1; said on the picture. */
  explained?: readonly [number, number, number];
  /** Character looked at, here or elsewhere. */
  hovered?: string | null;
  onHover?: (char: string | null) => void;
}
