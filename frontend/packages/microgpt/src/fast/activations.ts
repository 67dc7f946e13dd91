/** Copies what a fast engine computed last into the shape that pictures take. */
import type { Activations, LayerActivations } from '../types.ts';
import type { LayerRows } from './layout.ts';
import type { Network } from './network.ts';

/** @param tokens the T + 1 that were read; the rows of the last training step must be theirs. */
export function activationsOf(network: Network, tokens: readonly number[]): Activations {
  const { A, layout } = network;
  const { C, H, V, Vp, training } = layout;
  const T = tokens.length - 1;

  /** `width` numbers of each of T rows that are `stride` apart. */
  const block = (begin: number, width: number, stride = width): Float64Array => {
    const copy = new Float64Array(T * width);
    for (let t = 0; t < T; t++) {
      copy.set(A.subarray(begin + t * stride, begin + t * stride + width), t * width);
    }
    return copy;
  };
  const weights = (begin: number): Float64Array => {
    const copy = new Float64Array(H * T * T);
    for (let head = 0; head < H; head++) {
      for (let t = 0; t < T; t++) {
        const row = begin + (head * layout.T + t) * layout.T;
        copy.set(A.subarray(row, row + t + 1), (head * T + t) * T);
      }
    }
    return copy;
  };
  const layerOf = (own: LayerRows): LayerActivations => ({
    q: block(own.qkv, C, 3 * C),
    k: block(own.qkv + C, C, 3 * C),
    v: block(own.qkv + 2 * C, C, 3 * C),
    weights: weights(own.weights),
    mixed: block(own.mixed, C),
    attended: block(own.attended, C),
    hidden: block(own.hidden, 4 * C),
    active: block(own.active, 4 * C),
    thought: block(own.thought, C),
    x: block(own.out, C),
  });
  return {
    tokens: tokens.slice(0, T),
    embedding: block(training.embedding, C),
    norm: block(training.layers[0]!.x, C),
    layers: training.layers.map(layerOf),
    logits: block(training.logits, V, Vp),
    probs: block(training.probs, V, Vp),
  };
}
