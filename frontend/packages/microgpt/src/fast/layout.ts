/**
 * Where everything lies in the one array of a fast engine. Pure; counts in numbers of 8 bytes.
 *
 * T positions at most, C = nEmbd, H = nHead, V tokens. Rows of activations are positions. The alphabet is filled up to
 * a multiple of four rows in lm_head, so that outputs come by fours; the rows too many stay 0 for ever.
 */
import type { Settings } from '../types.ts';

/** A matrix of parameters; its gradient and Adam's means lie as far from `offset` as those regions from `parameters`. */
export interface Place {
  name: string;
  rows: number;
  columns: number;
  offset: number;
}

export interface LayerPlaces {
  /** (C, C) each, one below the other: a single matrix of 3C rows. */
  wqkv: number;
  wo: number;
  fc1: number;
  fc2: number;
}

export interface LayerRows {
  /** (T, C) what comes in: the x before, or the norm of the embedding. */
  x: number;
  h: number;
  /** (T, 3C): q, k, v of a position one after the other. */
  qkv: number;
  /** (H, T, T) */
  weights: number;
  mixed: number;
  attended: number;
  /** (T, C) x with what attention adds. */
  middle: number;
  h2: number;
  /** (T, 4C) */
  hidden: number;
  active: number;
  thought: number;
  /** (T, C) what goes out: `x` of the next layer. */
  out: number;
  /** (T,) factors of the two norms. */
  scale: number;
  scale2: number;
}

/** One set of activations. */
export interface Rows {
  embedding: number;
  /** (T,) factor of its norm. */
  scale: number;
  layers: LayerRows[];
  /** (T, Vp) each. */
  logits: number;
  probs: number;
  /** (T,) */
  losses: number;
}

/** What only the way back needs. */
export interface Scratch {
  dx: number;
  dh: number;
  dmixed: number;
  dqkv: number;
  dwide: number;
  dlogits: number;
  /** (T,) */
  dweights: number;
}

export interface Layout {
  C: number;
  H: number;
  T: number;
  V: number;
  /** V, up to the next multiple of 4. */
  Vp: number;
  matrices: Place[];
  layers: LayerPlaces[];
  wte: number;
  wpe: number;
  lmHead: number;
  /** Four regions of `count` numbers. */
  count: number;
  parameters: number;
  gradients: number;
  m: number;
  v: number;
  training: Rows;
  writing: Rows;
  scratch: Scratch;
  /** All of it. */
  total: number;
}

export function layoutOf(settings: Settings, V: number): Layout {
  const { nEmbd: C, nHead: H, nLayer, blockSize: T } = settings;
  const Vp = Math.ceil(V / 4) * 4;
  let end = 0;
  const take = (numbers: number): number => {
    const offset = end;
    end += numbers + (numbers % 2);
    return offset;
  };
  const matrices: Place[] = [];
  const matrix = (name: string, rows: number, columns: number, filled = rows): number => {
    const offset = take(filled * columns);
    matrices.push({ name, rows, columns, offset });
    return offset;
  };

  const wte = matrix('wte', V, C);
  const wpe = matrix('wpe', T, C);
  const lmHead = matrix('lm_head', V, C, Vp);
  const layers = Array.from({ length: nLayer }, (_, i): LayerPlaces => {
    const wqkv = matrix(`layers.${i}.wq`, C, C);
    matrix(`layers.${i}.wk`, C, C);
    matrix(`layers.${i}.wv`, C, C);
    const wo = matrix(`layers.${i}.wo`, C, C);
    const fc1 = matrix(`layers.${i}.fc1`, 4 * C, C);
    const fc2 = matrix(`layers.${i}.fc2`, C, 4 * C);
    return { wqkv, wo, fc1, fc2 };
  });
  const count = end;

  const rows = (): Rows => {
    const embedding = take(T * C);
    const scale = take(T);
    let x = take(T * C);
    const inner = Array.from({ length: nLayer }, (): LayerRows => {
      const own = {
        x,
        h: take(T * C),
        qkv: take(T * 3 * C),
        weights: take(H * T * T),
        mixed: take(T * C),
        attended: take(T * C),
        middle: take(T * C),
        h2: take(T * C),
        hidden: take(T * 4 * C),
        active: take(T * 4 * C),
        thought: take(T * C),
        out: take(T * C),
        scale: take(T),
        scale2: take(T),
      };
      x = own.out;
      return own;
    });
    const logits = take(T * Vp);
    const probs = take(T * Vp);
    return { embedding, scale, layers: inner, logits, probs, losses: take(T) };
  };

  return {
    C,
    H,
    T,
    V,
    Vp,
    matrices,
    layers,
    wte,
    wpe,
    lmHead,
    count,
    parameters: 0,
    gradients: take(count),
    m: take(count),
    v: take(count),
    training: rows(),
    writing: rows(),
    scratch: {
      dx: take(T * C),
      dh: take(T * C),
      dmixed: take(T * C),
      dqkv: take(T * 3 * C),
      dwide: take(T * 4 * C),
      dlogits: take(T * Vp),
      dweights: take(T),
    },
    total: end,
  };
}
