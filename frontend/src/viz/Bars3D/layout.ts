/**
 * The bars as numbers: which instance is which cell, how high a weight stands, and what a ray hits. Pure; nothing here allocates when it is
 * called every frame. One cell is one unit; x grows with the column, z with the row, y is the weight.
 */

/** Bars of a triangle of `size` rows: the future is not drawn. */
export const barCount = (size: number): number => (size * (size + 1)) / 2;

/** Instance of a cell; row by row, so that a row lies together. */
export const barIndex = (row: number, column: number): number => (row * (row + 1)) / 2 + column;

/** Height of a full weight in cells, by the text's length. */
export const fullHeight = (size: number): number => size * 0.42;

/** A sharper root than the colours' own would hide the strong ones; a straight line the faint ones. */
export const HEIGHT_POWER = 0.8;
/** Even nothing has a tile to be seen and hit. */
export const LEAST_HEIGHT = 0.02;
/** Of a cell that its bar fills. */
export const WIDTH = 0.88;

export const barHeight = (weight: number, size: number): number =>
  Math.max(LEAST_HEIGHT, Math.max(0, weight) ** HEIGHT_POWER * fullHeight(size));

/** Middle of a cell's foot along x (its column) or z (its row); the whole lies around the origin. */
export const cellMiddle = (at: number, size: number): number => at - size / 2 + 0.5;

/** Copies the triangle of a T × T matrix into instance order. `out` has `barCount(size)` entries. */
export function writeWeights(values: Float32Array, size: number, out: Float32Array): void {
  let at = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) out[at++] = values[row * size + column] ?? 0;
  }
}

/** Column-major 4 × 4 translations of every bar, 16 numbers each; written once per size. */
export function writeMatrices(size: number, out: Float32Array): void {
  out.fill(0);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const at = barIndex(row, column) * 16;
      out[at] = 1;
      out[at + 5] = 1;
      out[at + 10] = 1;
      out[at + 12] = cellMiddle(column, size);
      out[at + 14] = cellMiddle(row, size);
      out[at + 15] = 1;
    }
  }
}

export interface Ray {
  ox: number;
  oy: number;
  oz: number;
  dx: number;
  dy: number;
  dz: number;
}

/** Where a ray enters an upright box from y 0 to `height` around (x, z), or infinity. */
function enters(ray: Ray, x: number, z: number, height: number): number {
  let near = 0;
  let far = Number.POSITIVE_INFINITY;
  for (let axis = 0; axis < 3; axis++) {
    const origin = axis === 0 ? ray.ox : axis === 1 ? ray.oy : ray.oz;
    const direction = axis === 0 ? ray.dx : axis === 1 ? ray.dy : ray.dz;
    const low = axis === 0 ? x - 0.5 : axis === 1 ? 0 : z - 0.5;
    const high = axis === 0 ? x + 0.5 : axis === 1 ? height : z + 0.5;
    if (Math.abs(direction) < 1e-9) {
      if (origin < low || origin > high) return Number.POSITIVE_INFINITY;
      continue;
    }
    const a = (low - origin) / direction;
    const b = (high - origin) / direction;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far ? near : Number.POSITIVE_INFINITY;
}

/** Instance index of the nearest bar that a ray hits, −1 for none. `weights` in instance order. */
export function pickBar(ray: Ray, weights: Float32Array, size: number): number {
  let best = -1;
  let nearest = Number.POSITIVE_INFINITY;
  let at = 0;
  for (let row = 0; row < size; row++) {
    const z = cellMiddle(row, size);
    for (let column = 0; column <= row; column++, at++) {
      const hit = enters(ray, cellMiddle(column, size), z, barHeight(weights[at] ?? 0, size));
      if (hit < nearest) {
        nearest = hit;
        best = at;
      }
    }
  }
  return best;
}

/** Row of an instance. */
export const barRow = (index: number): number => Math.floor((Math.sqrt(8 * index + 1) - 1) / 2);
