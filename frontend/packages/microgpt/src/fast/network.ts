/**
 * The model of microgpt.js on one array of numbers: forward for rows of positions, and back with gradients derived by
 * hand. Allocates nothing once it is built. Owns the mathematics of a step; knows no documents, no schedule.
 */
import type { Config } from '../microgpt.js';
import type { Kernels, Products } from './kernels.ts';
import type { Layout, Rows } from './layout.ts';

/** Added to the mean square before its root is taken, as in microgpt.js. */
const NORM_EPS = 1e-5;

/** [nIn, nOut] of the products with wqkv, wo, fc1, fc2 and lm_head. */
export function sizesOf({ C, Vp }: Layout): [number, number][] {
  return [
    [C, 3 * C],
    [C, C],
    [C, 4 * C],
    [4 * C, C],
    [C, Vp],
  ];
}

export class Network {
  readonly #qkv: Products;
  readonly #wo: Products;
  readonly #fc1: Products;
  readonly #fc2: Products;
  readonly #head: Products;

  constructor(
    readonly A: Float64Array,
    readonly layout: Layout,
    readonly kernels: Kernels,
  ) {
    const [qkv, wo, fc1, fc2, head] = sizesOf(layout).map(([nIn, nOut]) =>
      kernels.products(nIn, nOut),
    );
    this.#qkv = qkv!;
    this.#wo = wo!;
    this.#fc1 = fc1!;
    this.#fc2 = fc2!;
    this.#head = head!;
  }

  /**
   * Positions `from` to `to` − 1 of a text; those before must have been computed in the same `rows`.
   *
   * @param tokens token of position t at index begin + t
   */
  forward(rows: Rows, tokens: ArrayLike<number>, begin: number, from: number, to: number): void {
    const { A, layout } = this;
    const { C, Vp, wte, wpe } = layout;
    const n = to - from;
    for (let t = from; t < to; t++) {
      const row = wte + tokens[begin + t]! * C;
      const place = wpe + t * C;
      const out = rows.embedding + t * C;
      for (let i = 0; i < C; i++) A[out + i] = A[row + i]! + A[place + i]!;
    }
    this.#norm(rows.embedding, rows.layers[0]!.x, rows.scale, from, to);
    for (let l = 0; l < layout.layers.length; l++) {
      const w = layout.layers[l]!;
      const own = rows.layers[l]!;
      this.#norm(own.x, own.h, own.scale, from, to);
      this.#qkv.linear(own.h + from * C, w.wqkv, own.qkv + from * 3 * C, n);
      this.#attention(own.qkv, own.weights, own.mixed, from, to);
      this.#wo.linear(own.mixed + from * C, w.wo, own.attended + from * C, n);
      this.#add(own.x, own.attended, own.middle, from * C, to * C);
      this.#norm(own.middle, own.h2, own.scale2, from, to);
      this.#fc1.linear(own.h2 + from * C, w.fc1, own.hidden + from * 4 * C, n);
      for (let i = from * 4 * C; i < to * 4 * C; i++) {
        const value = A[own.hidden + i]!;
        A[own.active + i] = value > 0 ? value : value * 0;
      }
      this.#fc2.linear(own.active + from * 4 * C, w.fc2, own.thought + from * C, n);
      this.#add(own.middle, own.thought, own.out, from * C, to * C);
    }
    const last = rows.layers[rows.layers.length - 1]!;
    this.#head.linear(last.out + from * C, layout.lmHead, rows.logits + from * Vp, n);
  }

  /** Probabilities of the rows at `temperature`. */
  softmax(rows: Rows, from: number, to: number, temperature: number): void {
    const { A } = this;
    const { V, Vp } = this.layout;
    for (let t = from; t < to; t++) {
      const logits = rows.logits + t * Vp;
      const probs = rows.probs + t * Vp;
      let largest = A[logits]!;
      for (let i = 1; i < V; i++) if (A[logits + i]! > largest) largest = A[logits + i]!;
      let total = 0;
      for (let i = 0; i < V; i++) {
        const power = Math.exp((A[logits + i]! - largest) / temperature);
        A[probs + i] = power;
        total += power;
      }
      for (let i = 0; i < V; i++) A[probs + i] = A[probs + i]! / total;
    }
  }

  /** Fills losses; returns their mean in nats. Needs `softmax` at 1. */
  loss(rows: Rows, tokens: ArrayLike<number>, begin: number, T: number): number {
    const { A } = this;
    const { Vp } = this.layout;
    let total = 0;
    for (let t = 0; t < T; t++) {
      const loss = -Math.log(A[rows.probs + t * Vp + tokens[begin + t + 1]!]!);
      A[rows.losses + t] = loss;
      total += loss;
    }
    return total / T;
  }

  /** Gradients of the mean loss of T positions, into the region of gradients. */
  backward(rows: Rows, tokens: ArrayLike<number>, begin: number, T: number): void {
    const { A, layout } = this;
    const { C, V, Vp, scratch } = layout;
    const { dx, dh, dmixed, dqkv, dwide, dlogits } = scratch;
    const G = layout.gradients;
    for (let t = 0; t < T; t++) {
      const probs = rows.probs + t * Vp;
      const out = dlogits + t * Vp;
      for (let i = 0; i < V; i++) A[out + i] = A[probs + i]! / T;
      const target = out + tokens[begin + t + 1]!;
      A[target] = A[target]! - 1 / T;
    }
    const last = rows.layers[rows.layers.length - 1]!;
    this.#head.toWeights(dlogits, last.out, G + layout.lmHead, T);
    this.#head.toInput(dlogits, layout.lmHead, dx, T);
    for (let l = layout.layers.length - 1; l >= 0; l--) {
      const w = layout.layers[l]!;
      const own = rows.layers[l]!;
      this.#fc2.toWeights(dx, own.active, G + w.fc2, T);
      this.#fc2.toInput(dx, w.fc2, dwide, T);
      for (let i = 0; i < T * 4 * C; i++) if (!(A[own.hidden + i]! > 0)) A[dwide + i] = 0;
      this.#fc1.toWeights(dwide, own.h2, G + w.fc1, T);
      this.#fc1.toInput(dwide, w.fc1, dh, T);
      this.#normBack(own.middle, own.scale2, dh, dx, T, true);
      this.#wo.toWeights(dx, own.mixed, G + w.wo, T);
      this.#wo.toInput(dx, w.wo, dmixed, T);
      this.#attentionBack(own.qkv, own.weights, dmixed, dqkv, T);
      this.#qkv.toWeights(dqkv, own.h, G + w.wqkv, T);
      this.#qkv.toInput(dqkv, w.wqkv, dh, T);
      this.#normBack(own.x, own.scale, dh, dx, T, true);
    }
    this.#normBack(rows.embedding, rows.scale, dx, dh, T, false);
    A.fill(0, G + layout.wte, G + layout.lmHead);
    for (let t = 0; t < T; t++) {
      const row = G + layout.wte + tokens[begin + t]! * C;
      const place = G + layout.wpe + t * C;
      for (let i = 0; i < C; i++) {
        const gradient = A[dh + t * C + i]!;
        A[row + i] = A[row + i]! + gradient;
        A[place + i] = gradient;
      }
    }
  }

  /** Moves every parameter; `step` counts from 1. */
  update(config: Config, rate: number, step: number): void {
    const { parameters, gradients, m, v, count } = this.layout;
    const { beta1, beta2, eps } = config;
    const corrected = rate / (1 - beta1 ** step);
    const root = 1 / Math.sqrt(1 - beta2 ** step);
    this.kernels.adam(parameters, gradients, m, v, count, beta1, beta2, corrected, root, eps);
  }

  #add(x: number, y: number, out: number, begin: number, end: number): void {
    const { A } = this;
    for (let i = begin; i < end; i++) A[out + i] = A[x + i]! + A[y + i]!;
  }

  #norm(x: number, out: number, scales: number, from: number, to: number): void {
    const { A } = this;
    const { C } = this.layout;
    for (let t = from; t < to; t++) {
      const row = x + t * C;
      let squares = 0;
      for (let i = 0; i < C; i++) squares += A[row + i]! * A[row + i]!;
      const scale = 1 / Math.sqrt(squares / C + NORM_EPS);
      A[scales + t] = scale;
      for (let i = 0; i < C; i++) A[out + t * C + i] = A[row + i]! * scale;
    }
  }

  /** With y = x · s and s from the mean square of x: dx = s · dy − x · s³ · mean(x · dy). */
  #normBack(x: number, scales: number, dy: number, dx: number, T: number, more: boolean): void {
    const { A } = this;
    const { C } = this.layout;
    for (let t = 0; t < T; t++) {
      const at = t * C;
      const scale = A[scales + t]!;
      let along = 0;
      for (let i = 0; i < C; i++) along += A[x + at + i]! * A[dy + at + i]!;
      const back = (along / C) * scale * scale * scale;
      for (let i = 0; i < C; i++) {
        const gradient = scale * A[dy + at + i]! - A[x + at + i]! * back;
        A[dx + at + i] = more ? A[dx + at + i]! + gradient : gradient;
      }
    }
  }

  #attention(qkv: number, weights: number, mixed: number, from: number, to: number): void {
    const { A } = this;
    const { C, H, T } = this.layout;
    const size = C / H;
    const root = Math.sqrt(size);
    for (let t = from; t < to; t++) {
      for (let head = 0; head < H; head++) {
        const row = weights + (head * T + t) * T;
        const q = qkv + t * 3 * C + head * size;
        let largest = Number.NEGATIVE_INFINITY;
        for (let s = 0, k = qkv + C + head * size; s <= t; s++, k += 3 * C) {
          let match = 0;
          for (let i = 0; i < size; i++) match += A[q + i]! * A[k + i]!;
          match /= root;
          A[row + s] = match;
          if (match > largest) largest = match;
        }
        let total = 0;
        for (let s = 0; s <= t; s++) {
          const power = Math.exp(A[row + s]! - largest);
          A[row + s] = power;
          total += power;
        }
        for (let s = 0; s <= t; s++) A[row + s] = A[row + s]! / total;
        for (let i = 0; i < size; i++) {
          let sum = 0;
          let v = qkv + 2 * C + head * size + i;
          for (let s = 0; s <= t; s++, v += 3 * C) sum += A[row + s]! * A[v]!;
          A[mixed + t * C + head * size + i] = sum;
        }
      }
    }
  }

  #attentionBack(qkv: number, weights: number, dmixed: number, dqkv: number, n: number): void {
    const { A } = this;
    const { C, H, T, scratch } = this.layout;
    const size = C / H;
    const root = Math.sqrt(size);
    const dweights = scratch.dweights;
    A.fill(0, dqkv, dqkv + n * 3 * C);
    for (let head = 0; head < H; head++) {
      for (let t = 0; t < n; t++) {
        const row = weights + (head * T + t) * T;
        const dm = dmixed + t * C + head * size;
        const q = t * 3 * C + head * size;
        let along = 0;
        for (let s = 0; s <= t; s++) {
          const v = s * 3 * C + 2 * C + head * size;
          const weight = A[row + s]!;
          let dweight = 0;
          for (let i = 0; i < size; i++) {
            dweight += A[dm + i]! * A[qkv + v + i]!;
            A[dqkv + v + i] = A[dqkv + v + i]! + weight * A[dm + i]!;
          }
          A[dweights + s] = dweight;
          along += weight * dweight;
        }
        for (let s = 0; s <= t; s++) {
          const k = s * 3 * C + C + head * size;
          const dmatch = (A[row + s]! * (A[dweights + s]! - along)) / root;
          for (let i = 0; i < size; i++) {
            A[dqkv + q + i] = A[dqkv + q + i]! + dmatch * A[qkv + k + i]!;
            A[dqkv + k + i] = A[dqkv + k + i]! + dmatch * A[qkv + q + i]!;
          }
        }
      }
    }
  }
}
