/** What a ray hits: the nearest cell, or the ground of a block between its cells. Pure; nothing here allocates. */
import { NOTHING } from './cells';
import type { Block, Layout } from './layout';

export interface Ray {
  ox: number;
  oy: number;
  oz: number;
  dx: number;
  dy: number;
  dz: number;
}

export interface Hit {
  /** −1: nothing. */
  block: number;
  /** Cell of the block, −1: the block's ground. */
  cell: number;
}

/** Even nothing has a tile to be seen and hit. */
export const LEAST_HEIGHT = 0.08;
/** Around a block's cells, that belongs to it too. */
const EDGE = 0.6;

/** From where to where a ray is between two planes across one axis: moves `near` and `far`. */
function between(range: { near: number; far: number }, o: number, d: number, a: number, b: number) {
  if (Math.abs(d) < 1e-9) {
    if (o < a || o > b) range.far = Number.NEGATIVE_INFINITY;
    return;
  }
  const [t, u] = d > 0 ? [(a - o) / d, (b - o) / d] : [(b - o) / d, (a - o) / d];
  if (t > range.near) range.near = t;
  if (u < range.far) range.far = u;
}

export class Picker {
  private readonly range = { near: 0, far: 0 };
  private readonly turned: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };

  /** Where the turned ray enters a box around (u, v), or infinity. */
  private enters(u: number, v: number, halfU: number, halfV: number, low: number, high: number) {
    const { range, turned: r } = this;
    range.near = 0;
    range.far = Number.POSITIVE_INFINITY;
    between(range, r.ox, r.dx, u - halfU, u + halfU);
    between(range, r.oy, r.dy, low, high);
    between(range, r.oz, r.dz, v - halfV, v + halfV);
    return range.near <= range.far ? range.near : Number.POSITIVE_INFINITY;
  }

  /** Into `hit`. `shown`: heights as drawn; `rise`: 0 flat, 1 standing. */
  pick(ray: Ray, layout: Layout, shown: Float32Array, rise: number, hit: Hit): void {
    const [c, s] = [Math.cos(layout.turn), Math.sin(layout.turn)];
    const { turned } = this;
    turned.ox = ray.ox * c + ray.oz * s;
    turned.oz = ray.oz * c - ray.ox * s;
    turned.oy = ray.oy;
    turned.dx = ray.dx * c + ray.dz * s;
    turned.dz = ray.dz * c - ray.dx * s;
    turned.dy = ray.dy;
    hit.block = -1;
    hit.cell = -1;
    const { blocks, tall } = layout;
    let nearest = Number.POSITIVE_INFINITY;
    let ground = Number.POSITIVE_INFINITY;
    for (let i = 0; i < blocks.length; i++) {
      const block = blocks[i];
      if (!block) continue;
      const u = block.x * c + block.z * s;
      const v = block.z * c - block.x * s;
      const [halfU, halfV] = [block.columns / 2 + EDGE, block.rows / 2 + EDGE];
      if (this.enters(u, v, halfU, halfV, -tall, tall) === Number.POSITIVE_INFINITY) continue;
      // Ground cannot be seen: it counts only where no cell is hit.
      const at = hit.cell < 0 ? this.enters(u, v, halfU, halfV, 0, LEAST_HEIGHT / 2) : Infinity;
      if (at < ground) {
        ground = at;
        hit.block = i;
      }
      nearest = this.cells(block, u, v, shown, tall * rise, nearest, hit);
    }
  }

  private cells(
    block: Block,
    u: number,
    v: number,
    shown: Float32Array,
    tall: number,
    nearest: number,
    hit: Hit,
  ): number {
    let best = nearest;
    for (let cell = 0; cell < block.count; cell++) {
      const row = Math.floor(cell / block.columns);
      const height = shown[block.first + cell] ?? NOTHING;
      const full = height === NOTHING ? 0 : height * tall;
      const cu = u + cell - row * block.columns - (block.columns - 1) / 2;
      const cv = v + row - (block.rows - 1) / 2;
      const low = Math.min(full, 0);
      const at = this.enters(cu, cv, 0.5, 0.5, low, Math.max(full, LEAST_HEIGHT));
      if (at >= best) continue;
      best = at;
      hit.block = block.index;
      hit.cell = cell;
    }
    return best;
  }
}
