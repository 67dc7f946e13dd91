/**
 * The loops in which a step spends its time, on plain typed arrays. The fallback of `wasm.ts`.
 *
 * All offsets count numbers in one array. Matrices are row-major and dense: x (T, nIn), w (nOut, nIn), y (T, nOut).
 * nIn and nOut are multiples of 4, T at least 1.
 */

/** `a`, `b` in, `out` out: three offsets, and the number of rows. */
export type Product = (a: number, b: number, out: number, T: number) => void;

export interface Products {
  /** x, w → y: y[t, o] = Σ over i of x[t, i] · w[o, i] */
  linear: Product;
  /** dy, w → dx: dx[t, i] = Σ over o of dy[t, o] · w[o, i] */
  toInput: Product;
  /** dy, x → dw: dw[o, i] = Σ over t of dy[t, o] · x[t, i] */
  toWeights: Product;
}

export interface Kernels {
  products(nIn: number, nOut: number): Products;
  /**
   * One update of `count` (even) parameters at p from gradients at g. `rate` and `root` carry the corrections for the
   * first steps: p −= rate · m / (√v · root + eps).
   */
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    count: number,
    beta1: number,
    beta2: number,
    rate: number,
    root: number,
    eps: number,
  ): void;
}

export function plainKernels(A: Float64Array): Kernels {
  return {
    products: (nIn, nOut) => ({
      linear(x, w, y, T) {
        for (let t = 0; t < T; t++, x += nIn, y += nOut) {
          for (let o = 0, row = w; o < nOut; o++, row += nIn) {
            let a = 0;
            let b = 0;
            let c = 0;
            let d = 0;
            for (let i = 0; i < nIn; i += 4) {
              a += A[x + i]! * A[row + i]!;
              b += A[x + i + 1]! * A[row + i + 1]!;
              c += A[x + i + 2]! * A[row + i + 2]!;
              d += A[x + i + 3]! * A[row + i + 3]!;
            }
            A[y + o] = a + b + (c + d);
          }
        }
      },
      toInput(dy, w, dx, T) {
        for (let t = 0; t < T; t++, dy += nOut, dx += nIn) {
          for (let i = 0; i < nIn; i += 4) {
            let a = 0;
            let b = 0;
            let c = 0;
            let d = 0;
            for (let o = 0, row = w + i; o < nOut; o++, row += nIn) {
              const g = A[dy + o]!;
              a += g * A[row]!;
              b += g * A[row + 1]!;
              c += g * A[row + 2]!;
              d += g * A[row + 3]!;
            }
            A[dx + i] = a;
            A[dx + i + 1] = b;
            A[dx + i + 2] = c;
            A[dx + i + 3] = d;
          }
        }
      },
      toWeights(dy, x, dw, T) {
        for (let o = 0; o < nOut; o++, dw += nIn) {
          for (let i = 0; i < nIn; i += 4) {
            let a = 0;
            let b = 0;
            let c = 0;
            let d = 0;
            for (let t = 0, from = dy + o, row = x + i; t < T; t++, from += nOut, row += nIn) {
              const g = A[from]!;
              a += g * A[row]!;
              b += g * A[row + 1]!;
              c += g * A[row + 2]!;
              d += g * A[row + 3]!;
            }
            A[dw + i] = a;
            A[dw + i + 1] = b;
            A[dw + i + 2] = c;
            A[dw + i + 3] = d;
          }
        }
      },
    }),
    adam(p, g, m, v, count, beta1, beta2, rate, root, eps) {
      for (let i = 0; i < count; i++) {
        const gradient = A[g + i]!;
        const mean = beta1 * A[m + i]! + (1 - beta1) * gradient;
        const square = beta2 * A[v + i]! + (1 - beta2) * gradient * gradient;
        A[m + i] = mean;
        A[v + i] = square;
        A[p + i] = A[p + i]! - (rate * mean) / (Math.sqrt(square) * root + eps);
      }
    },
  };
}
