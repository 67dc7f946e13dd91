/** How large a step of `value` gets, to be told before it is made. Pure. */
import type { Settings } from './types.ts';

/**
 * Numbers that one step of `value`, or one recorded step, computes and keeps: memory is about 140 bytes for each.
 *
 * @param V tokens, BOS among them
 * @param T predictions: a document of n characters asks for n + 1, at most blockSize
 */
export function graphSize(settings: Settings, V: number, T: number): number {
  const { nEmbd: C, nHead: H, nLayer } = settings;
  const dot = (n: number) => 2 * n - 1;
  const softmax = (n: number) => 3 * n + n - 1;
  const norm = dot(C) + 3 + C;
  let total = dot(T) - T + 1;
  for (let t = 1; t <= T; t++) {
    const heads = H * (t * (dot(C / H) + 1) + softmax(t) + (C / H) * dot(t));
    const linears = 4 * C * dot(C) + 4 * C * dot(C) + 4 * C + C * dot(4 * C);
    total += C + norm + nLayer * (2 * norm + linears + heads + 2 * C);
    total += V * dot(C) + softmax(V) + 2;
  }
  return total;
}
