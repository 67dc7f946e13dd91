/**
 * Principal components of embeddings: the directions along which characters differ most. Exact (cyclic Jacobi on the covariance matrix; Golub
 * and Van Loan, Matrix Computations, 8.5), in doubles, without a library. Pure; nothing here knows a picture.
 */

/** Directions that other steps are projected on too. */
export interface Axes {
  /** d: numbers a vector. */
  dimension: number;
  /** 3 × d, unit vectors, the most telling first; zero where d is less than 3. */
  components: Float64Array;
  /** Share of the whole variance that each axis carries, 0 to 1. */
  explained: [number, number, number];
}

const SWEEPS = 60;
const COMPONENTS = 3;

/**
 * Eigenvalues and eigenvectors of a symmetric d × d matrix (row-major; overwritten), largest value first.
 * `vectors` holds one eigenvector a row.
 */
export function eigenSymmetric(
  a: Float64Array,
  d: number,
): { values: Float64Array; vectors: Float64Array } {
  const v = new Float64Array(d * d);
  for (let i = 0; i < d; i++) v[i * d + i] = 1;
  const at = (i: number, j: number) => a[i * d + j] ?? 0;
  let scale = 0;
  for (const value of a) scale += value * value;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) off += at(i, j) ** 2;
    if (off <= 1e-26 * scale) break;
    for (let p = 0; p < d; p++) {
      for (let q = p + 1; q < d; q++) {
        const apq = at(p, q);
        if (apq === 0) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(a, v, d, p, q, c, t * c);
      }
    }
  }
  const order = Array.from({ length: d }, (_, i) => i).sort((i, j) => at(j, j) - at(i, i));
  const values = new Float64Array(d);
  const vectors = new Float64Array(d * d);
  for (const [rank, i] of order.entries()) {
    values[rank] = at(i, i);
    for (let k = 0; k < d; k++) vectors[rank * d + k] = v[k * d + i] ?? 0;
  }
  return { values, vectors };
}

/** One Jacobi rotation in the plane of p and q, applied to the matrix and to the vectors. */
function rotate(
  a: Float64Array,
  v: Float64Array,
  d: number,
  p: number,
  q: number,
  c: number,
  s: number,
): void {
  for (let k = 0; k < d; k++) {
    const [kp, kq] = [a[k * d + p] ?? 0, a[k * d + q] ?? 0];
    a[k * d + p] = c * kp - s * kq;
    a[k * d + q] = s * kp + c * kq;
  }
  for (let k = 0; k < d; k++) {
    const [pk, qk] = [a[p * d + k] ?? 0, a[q * d + k] ?? 0];
    a[p * d + k] = c * pk - s * qk;
    a[q * d + k] = s * pk + c * qk;
  }
  for (let k = 0; k < d; k++) {
    const [kp, kq] = [v[k * d + p] ?? 0, v[k * d + q] ?? 0];
    v[k * d + p] = c * kp - s * kq;
    v[k * d + q] = s * kp + c * kq;
  }
}

function means(vectors: ArrayLike<number>, n: number, d: number): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) mean[k] = (mean[k] ?? 0) + (vectors[i * d + k] ?? 0) / n;
  }
  return mean;
}

/**
 * Axes of n vectors of d numbers (row-major). The sign of an eigenvector is arbitrary: each axis points the way the
 * one of `previous` did, or, without one, so that its largest entry is positive. Numbers that are not finite raise.
 */
export function fitAxes(
  vectors: ArrayLike<number>,
  n: number,
  d: number,
  previous: Axes | null = null,
): Axes {
  if (vectors.length !== n * d) {
    throw new RangeError(`${n} vectors of ${d} numbers are ${n * d}, not ${vectors.length}`);
  }
  for (let i = 0; i < vectors.length; i++) {
    if (Number.isFinite(vectors[i])) continue;
    throw new RangeError(`vector ${Math.floor(i / d)} holds a number that is not finite`);
  }
  const mean = means(vectors, n, d);
  const covariance = new Float64Array(d * d);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) {
      const x = (vectors[i * d + k] ?? 0) - (mean[k] ?? 0);
      for (let l = 0; l <= k; l++) {
        const y = (vectors[i * d + l] ?? 0) - (mean[l] ?? 0);
        covariance[k * d + l] = (covariance[k * d + l] ?? 0) + (x * y) / Math.max(1, n - 1);
      }
    }
  }
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < k; l++) covariance[l * d + k] = covariance[k * d + l] ?? 0;
  }
  const { values, vectors: found } = eigenSymmetric(covariance, d);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const components = new Float64Array(COMPONENTS * d);
  const explained: [number, number, number] = [0, 0, 0];
  for (let axis = 0; axis < Math.min(COMPONENTS, d); axis++) {
    const row = found.subarray(axis * d, (axis + 1) * d);
    const before =
      previous?.dimension === d ? previous.components.subarray(axis * d, (axis + 1) * d) : null;
    const sign = signOf(row, before);
    for (let k = 0; k < d; k++) components[axis * d + k] = sign * (row[k] ?? 0);
    explained[axis as 0 | 1 | 2] = total > 0 ? Math.max(0, values[axis] ?? 0) / total : 0;
  }
  return { dimension: d, components, explained };
}

function signOf(row: Float64Array, previous: Float64Array | null): 1 | -1 {
  const along = previous ? row.reduce((sum, x, k) => sum + x * (previous[k] ?? 0), 0) : 0;
  if (along !== 0) return along > 0 ? 1 : -1;
  let largest = 0;
  for (const x of row) if (Math.abs(x) > Math.abs(largest) + 1e-12) largest = x;
  return largest < 0 ? -1 : 1;
}

/**
 * The same axes, the first two turned in their own plane (and mirrored, if need be) to where those of `previous` lay. Where two directions tell
 * about as much, which of them comes first changes from step to step, and the picture would leap; a picture turned in its plane shows the same
 * distances. The shares of the two are those of the turned axes, measured on the same vectors.
 */
export function turnTowards(axes: Axes, previous: Axes | null): Axes {
  const d = axes.dimension;
  if (previous?.dimension !== d || d < 2) return axes;
  const [a0, a1] = [axes.components.subarray(0, d), axes.components.subarray(d, 2 * d)];
  const [p0, p1] = [previous.components.subarray(0, d), previous.components.subarray(d, 2 * d)];
  const [m00, m01, m10, m11] = [dot(a0, p0), dot(a0, p1), dot(a1, p0), dot(a1, p1)];
  // Orthogonal Procrustes in the plane: the better of the best turn and the best mirror.
  const turn = Math.hypot(m00 + m11, m10 - m01);
  const mirror = Math.hypot(m00 - m11, m10 + m01);
  if (turn === 0 && mirror === 0) return axes;
  const flipped = mirror > turn;
  const [c, s] = flipped
    ? [(m00 - m11) / mirror, (m10 + m01) / mirror]
    : [(m00 + m11) / turn, (m10 - m01) / turn];
  const components = axes.components.slice();
  for (let k = 0; k < d; k++) {
    const [x, y] = [a0[k] ?? 0, a1[k] ?? 0];
    components[k] = c * x + s * y;
    components[d + k] = flipped ? s * x - c * y : c * y - s * x;
  }
  const [e0, e1, e2] = axes.explained;
  return {
    ...{ dimension: d, components },
    explained: [c * c * e0 + s * s * e1, s * s * e0 + c * c * e1, e2],
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

/** Where n vectors lie on the axes, around their own mean: n × 3. */
export function project(axes: Axes, vectors: ArrayLike<number>, n: number): Float32Array {
  const { dimension: d, components } = axes;
  if (vectors.length !== n * d) {
    throw new RangeError(`${n} vectors of ${d} numbers are ${n * d}, not ${vectors.length}`);
  }
  const mean = means(vectors, n, d);
  const out = new Float32Array(n * COMPONENTS);
  for (let i = 0; i < n; i++) {
    for (let axis = 0; axis < COMPONENTS; axis++) {
      let sum = 0;
      for (let k = 0; k < d; k++) {
        sum += ((vectors[i * d + k] ?? 0) - (mean[k] ?? 0)) * (components[axis * d + k] ?? 0);
      }
      out[i * COMPONENTS + axis] = sum;
    }
  }
  return out;
}
