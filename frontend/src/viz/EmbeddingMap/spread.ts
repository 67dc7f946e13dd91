/**
 * Places for names that lie on each other: each is pushed only as far as it takes, and the point it belongs to stays where it is. The same
 * points give the same places. Pure.
 */

/** Rounds of pushing; crowds of more names get fewer, so that a frame stays a frame. */
const ROUNDS = 24;
const CROWD = 160;
const FEWER_ROUNDS = 6;
/** No name leaves its point further behind than this many of its own sizes. */
const FARTHEST = 2.6;

/**
 * Writes into `out` (n × 2) how far each name is moved, px. `points` holds n × 3: x, y and anything; two names are apart when they are `size`
 * px from each other in x or y.
 */
export function spreadNames(points: Float32Array, size: number, out: Float32Array): void {
  const n = points.length / 3;
  out.fill(0);
  const most = FARTHEST * size;
  for (let round = n > CROWD ? FEWER_ROUNDS : ROUNDS; round > 0; round--) {
    let touched = false;
    for (let i = 1; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const dx =
          (points[i * 3] ?? 0) + (out[i * 2] ?? 0) - (points[j * 3] ?? 0) - (out[j * 2] ?? 0);
        const dy =
          (points[i * 3 + 1] ?? 0) +
          (out[i * 2 + 1] ?? 0) -
          (points[j * 3 + 1] ?? 0) -
          (out[j * 2 + 1] ?? 0);
        const [overX, overY] = [size - Math.abs(dx), size - Math.abs(dy)];
        if (overX <= 0 || overY <= 0) continue;
        touched = true;
        // Along the shorter way out; of two at the very same place the later one goes right.
        const axis = overX <= overY ? 0 : 1;
        const away = axis === 0 ? dx : dy;
        const push = ((axis === 0 ? overX : overY) / 2) * (away < 0 ? -1 : 1) * 0.9;
        out[i * 2 + axis] = bound((out[i * 2 + axis] ?? 0) + push, most);
        out[j * 2 + axis] = bound((out[j * 2 + axis] ?? 0) - push, most);
      }
    }
    if (!touched) return;
  }
}

const bound = (value: number, most: number) => Math.max(-most, Math.min(most, value));
