/**
 * Places for names that lie on each other: each is pushed only as far as it takes, and the point it belongs to stays where it is. The same
 * points give the same places. Pure.
 */

/** Rounds of pushing; crowds of more names get fewer, so that a frame stays a frame. */
const ROUNDS = 60;
const CROWD = 160;
const FEWER_ROUNDS = 6;
/** No name leaves its point further behind than this many of its own sizes. */
const FARTHEST = 2.6;
/** Of two at one place, px: so they part, the later one to the right. */
const SAME_PLACE = 0.01;

/**
 * Writes into `out` (n × 2) how far each name is moved, px. `points` holds n × 3: x, y and anything; two names are apart when they are `size`
 * px from each other.
 */
export function spreadNames(points: Float32Array, size: number, out: Float32Array): void {
  const n = points.length / 3;
  out.fill(0);
  const most = FARTHEST * size;
  const x = (i: number) => (points[i * 3] ?? 0) + (out[i * 2] ?? 0);
  const y = (i: number) => (points[i * 3 + 1] ?? 0) + (out[i * 2 + 1] ?? 0);
  const move = (at: number, by: number) => {
    out[at] = Math.max(-most, Math.min(most, (out[at] ?? 0) + by));
  };
  for (let round = n > CROWD ? FEWER_ROUNDS : ROUNDS; round > 0; round--) {
    let touched = false;
    for (let i = 1; i < n; i++) {
      for (let j = 0; j < i; j++) {
        let [dx, dy] = [x(i) - x(j), y(i) - y(j)];
        if (Math.abs(dx) >= size || Math.abs(dy) >= size) continue;
        if (dx === 0 && dy === 0) [dx, dy] = [SAME_PLACE, SAME_PLACE * ((i % 3) - 1)];
        const away = Math.hypot(dx, dy);
        if (away >= size) continue;
        touched = true;
        const push = (size - away) / away / 2;
        move(i * 2, dx * push);
        move(i * 2 + 1, dy * push);
        move(j * 2, -dx * push);
        move(j * 2 + 1, -dy * push);
      }
    }
    if (!touched) return;
  }
}
