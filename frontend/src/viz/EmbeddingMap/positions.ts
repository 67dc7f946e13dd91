/** Where the characters lie between two stops, which are near each other, and how all of them fit a picture. Pure. */
import { stopIndex } from '../Timeline/steps';
import type { EmbeddingStop } from './types';

/** Fills `out` (n × 3) with the places at a step: on the straight way between two stops, still before the first and after the last. */
export function positionsAt(
  stops: readonly EmbeddingStop[],
  step: number,
  out: Float32Array,
): void {
  const at = indexAt(stops, step);
  const from = stops[Math.max(0, at)];
  const to = stops[at + 1];
  if (!from) {
    out.fill(0);
    return;
  }
  const t = at < 0 || !to ? 0 : (step - from.step) / (to.step - from.step);
  for (let i = 0; i < out.length; i++) {
    const a = from.positions[i] ?? 0;
    out[i] = t === 0 ? a : a + ((to?.positions[i] ?? a) - a) * t;
  }
}

/** Index of the last stop at or before a step, −1 before the first. */
export function indexAt(stops: readonly EmbeddingStop[], step: number): number {
  return stopIndex(
    stops.map(({ step: at }) => at),
    step,
  );
}

/** How far all characters ever reach: the scale never changes while sliding. */
export interface Extent {
  /** Half the width and height of the smallest box around every place, and its middle: what a flat picture shows. */
  x: number;
  y: number;
  middleX: number;
  middleY: number;
  /** Farthest from the origin along any axis: what a picture that turns must hold. */
  all: number;
}

export function extentOf(stops: readonly EmbeddingStop[]): Extent {
  const low = [0, 0, 0];
  const high = [0, 0, 0];
  for (const { positions } of stops) {
    for (let i = 0; i < positions.length; i++) {
      const axis = i % 3;
      low[axis] = Math.min(low[axis] ?? 0, positions[i] ?? 0);
      high[axis] = Math.max(high[axis] ?? 0, positions[i] ?? 0);
    }
  }
  const all = Math.max(...high, ...low.map((value) => -value)) || 1;
  const [left = 0, bottom = 0] = low;
  const [right = 0, top = 0] = high;
  return {
    x: (right - left) / 2 || all,
    y: (top - bottom) / 2 || all,
    middleX: (left + right) / 2,
    middleY: (bottom + top) / 2,
    all,
  };
}

/** A flat picture may be drawn wider than high by this much, to use the room; more would hide who lies near whom. */
const MOST_STRETCH = 1.5;

/** The largest scale at which a flat picture fits, px a unit upwards, and how many times wider it is drawn sideways. */
export function fitFlat({ x, y }: Extent, halfWidth: number, halfHeight: number) {
  const scale = Math.min(halfWidth / x, halfHeight / y);
  const stretch = Math.min(MOST_STRETCH, Math.max(1, halfWidth / (x * scale)));
  return { scale, stretch };
}

const distance = (positions: Float32Array, i: number, j: number): number =>
  Math.hypot(
    (positions[i * 3] ?? 0) - (positions[j * 3] ?? 0),
    (positions[i * 3 + 1] ?? 0) - (positions[j * 3 + 1] ?? 0),
    (positions[i * 3 + 2] ?? 0) - (positions[j * 3 + 2] ?? 0),
  );

/** The `count` nearest to character `i`, nearest first. */
export function neighbours(positions: Float32Array, i: number, count: number): number[] {
  return Array.from({ length: positions.length / 3 }, (_, j) => j)
    .filter((j) => j !== i)
    .sort((a, b) => distance(positions, i, a) - distance(positions, i, b))
    .slice(0, count);
}

export interface View {
  /** Around the upright axis and around the level one, radians; both 0 in 2D. */
  yaw: number;
  pitch: number;
  /** Middle of the picture and px a unit. */
  x: number;
  y: number;
  scale: number;
  /** Times wider sideways; 1 unless flat. */
  stretch: number;
}

/** How far the eye is, in extents of the picture. */
const EYE = 5;

/** Screen place and nearness (1 in the middle plane, more in front) of n points: n × 3 into `out`. `extent` is `extentOf(…).all`. */
export function toScreen(
  positions: Float32Array,
  view: View,
  extent: number,
  out: Float32Array,
): void {
  const [cy, sy] = [Math.cos(view.yaw), Math.sin(view.yaw)];
  const [cp, sp] = [Math.cos(view.pitch), Math.sin(view.pitch)];
  const flat = view.yaw === 0 && view.pitch === 0;
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i] ?? 0;
    const y = positions[i + 1] ?? 0;
    const z = positions[i + 2] ?? 0;
    const x1 = x * cy + z * sy;
    const z1 = z * cy - x * sy;
    const y1 = y * cp - z1 * sp;
    const z2 = z1 * cp + y * sp;
    const near = flat ? 1 : (EYE * extent) / (EYE * extent - z2);
    out[i] = view.x + x1 * view.scale * view.stretch * near;
    out[i + 1] = view.y - y1 * view.scale * near;
    out[i + 2] = near;
  }
}
