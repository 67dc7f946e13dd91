/** What every picture of attention is given. Types alone: who looks, who is looked at, and how strongly. */

/** One head's attention at one moment. Rows look, columns are looked at; row i sums to 1 over columns 0 to i. */
export interface MatrixFrame {
  /** T: rows and columns. */
  size: number;
  /** Row-major, T × T. Floats of 0 to 1, or bytes where 255 is 1. NaN counts as 0. May be filled in place. */
  weights: Float32Array | Uint8Array;
  /** Where this head begins in a buffer that holds several; 0 when left out. */
  offset?: number;
}

/** An external store: `callback` after each new frame; the picture reads the newest at the next animation frame. */
export interface MatrixSource {
  /** null: nothing measured yet. */
  getFrame(): MatrixFrame | null;
  subscribe(callback: () => void): () => void;
}

export interface HeadSource {
  layer: number;
  head: number;
  source: MatrixSource;
}

/** What the person points at: a looking character, and the one it looks at (null: the whole row). */
export interface Cell {
  row: number;
  column: number | null;
}

export interface AttentionViewProps {
  /** Another source of the same size fades over; keep it the same between renders. */
  source: MatrixSource;
  layer: number;
  head: number;
  /** The T characters; keep the same array while they are the same. */
  tokens: readonly string[];
  /** Pointed at, here or in another view. */
  hovered?: Cell | null;
  onHover?: (cell: Cell | null) => void;
  /** A clicked row stays until Escape or another click; hovering then moves along it alone. */
  lockedRow?: number | null;
  onLockRow?: (row: number | null) => void;
}
