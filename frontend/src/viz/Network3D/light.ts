/** Light on what is computed now: it comes and goes, and glows behind. Writes into `Meshes`. */
import { approach } from '../motion';
import { isWithin, type Layout } from './layout';
import type { Meshes } from './meshes';

const FADE_MS = 90;
const NEAR = 0.01;

export class Light {
  private layout: Layout | null = null;
  private lit: string | null = null;
  private on = false;

  constructor(
    private readonly meshes: Meshes,
    private readonly still: boolean,
  ) {}

  build(layout: Layout): void {
    this.layout = layout;
    this.place();
  }

  set(lit: string | null): void {
    this.lit = lit;
    this.place();
  }

  /** Moves on by `dt` ms; returns whether any light still comes or goes. */
  advance(dt: number): boolean {
    const { layout, meshes, lit } = this;
    if (!layout) return false;
    let moving = false;
    for (let i = 0; i < layout.blocks.length; i++) {
      const goal = isWithin(layout.blocks[i]?.id ?? '', lit) ? 1 : 0;
      const from = meshes.stateOf(i, 1);
      if (from === goal) continue;
      const next = this.towards(from, goal, dt);
      meshes.setState(i, 1, next);
      moving ||= next !== goal;
    }
    const { value } = meshes.strengths;
    const now = this.on ? 1 : 0;
    value.x = this.towards(value.x, now, dt);
    value.y = this.towards(value.y, 0, dt);
    return moving || value.x !== now || value.y !== 0;
  }

  private towards(from: number, goal: number, dt: number): number {
    return this.still || Math.abs(from - goal) < NEAR ? goal : approach(from, goal, dt, FADE_MS);
  }

  /** Around all that is lit; the glow before fades where it was. */
  private place(): void {
    const { layout, meshes, lit } = this;
    const [now, before] = meshes.glows.value;
    if (!layout || !now || !before) return;
    let [left, right, back, front] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { id, x, z, rows, columns } of layout.blocks) {
      if (!isWithin(id, lit)) continue;
      const half = Math.hypot(rows, columns) / 2;
      left = Math.min(left, x - half);
      right = Math.max(right, x + half);
      back = Math.min(back, z - half);
      front = Math.max(front, z + half);
    }
    const found = left < right;
    const [x, z] = [(left + right) / 2, (back + front) / 2];
    if (this.on && (!found || now.x !== x || now.z !== z)) {
      before.copy(now);
      meshes.strengths.value.y = meshes.strengths.value.x;
      meshes.strengths.value.x = 0;
    }
    this.on = found;
    const radius = Math.max(right - left, front - back) / 2 + layout.tall * 0.9;
    if (found) now.set(x, layout.tall * 0.25, z, radius);
  }
}
