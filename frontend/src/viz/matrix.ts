/** Numbers of a triangle of attention: reading, easing, summing up. Owns no drawing; allocates only when the size changes. */
import type { MatrixFrame } from './attention';
import { sane } from './heat';

/** The weight at row, column: 0 to 1; 0 outside the triangle and for what is not a number. */
export function weightAt(frame: MatrixFrame | null, row: number, column: number): number {
  if (!frame || row < 0 || column < 0 || row >= frame.size || column > row) return 0;
  const raw = frame.weights[(frame.offset ?? 0) + row * frame.size + column] ?? 0;
  return sane(frame.weights instanceof Uint8Array ? raw / 255 : raw);
}

/** The column a row looks at most; 0 for an empty frame. */
export function strongestColumn(frame: MatrixFrame | null, row: number): number {
  let best = 0;
  for (let column = 1; column <= row; column++) {
    if (weightAt(frame, row, column) > weightAt(frame, row, best)) best = column;
  }
  return best;
}

/** The spring of the design: stiffness 300, damping 30, mass 1. */
const STIFFNESS = 300;
const DAMPING = 30;
const DECAY = DAMPING / 2;
const FREQUENCY = Math.sqrt(STIFFNESS - DECAY ** 2);
/** A cell is at rest when it is this near and this slow (per s): less than a step of its colour. */
const NEAR = 2e-4;
const SLOW = 4e-3;

/** All cells of a triangle on springs towards the newest frame. Rows keep their sum: every spring is the same. */
export class MatrixSpring {
  /** T. */
  size = 0;
  /** What is to be drawn, T × T; the upper triangle stays 0. May overshoot 0 to 1 by a hair. */
  values = new Float32Array(0);
  private speeds = new Float32Array(0);
  private targets = new Float32Array(0);

  /** Makes `frame` the target. Returns whether the picture must jump: there was none of this size. */
  take(frame: MatrixFrame): boolean {
    const { size, weights } = frame;
    const jump = size !== this.size;
    if (jump) {
      this.size = size;
      this.values = new Float32Array(size * size);
      this.speeds = new Float32Array(size * size);
      this.targets = new Float32Array(size * size);
    }
    const unit = weights instanceof Uint8Array ? 1 / 255 : 1;
    const offset = frame.offset ?? 0;
    for (let row = 0; row < size; row++) {
      for (let at = row * size; at <= row * size + row; at++) {
        this.targets[at] = sane((weights[offset + at] ?? 0) * unit);
      }
    }
    return jump;
  }

  /** Puts every cell on its target. */
  settle(): void {
    this.values.set(this.targets);
    this.speeds.fill(0);
  }

  /** Moves on by `dt` ms, exactly, whatever the frame rate. Returns whether anything still moves. */
  advance(dt: number): boolean {
    const t = dt / 1000;
    const fade = Math.exp(-DECAY * t);
    const cos = Math.cos(FREQUENCY * t);
    const sin = Math.sin(FREQUENCY * t) / FREQUENCY;
    const [pp, pv] = [fade * (cos + DECAY * sin), fade * sin];
    const [vp, vv] = [-fade * STIFFNESS * sin, fade * (cos - DECAY * sin)];
    const { values, speeds, targets, size } = this;
    let moving = false;
    for (let row = 0; row < size; row++) {
      for (let at = row * size; at <= row * size + row; at++) {
        const target = targets[at] ?? 0;
        const away = (values[at] ?? 0) - target;
        const speed = speeds[at] ?? 0;
        if (away === 0 && speed === 0) continue;
        const nextAway = pp * away + pv * speed;
        const nextSpeed = vp * away + vv * speed;
        if (Math.abs(nextAway) < NEAR && Math.abs(nextSpeed) < SLOW) {
          values[at] = target;
          speeds[at] = 0;
        } else {
          values[at] = target + nextAway;
          speeds[at] = nextSpeed;
          moving = true;
        }
      }
    }
    return moving;
  }
}

/**
 * Mean weight at each distance back, self first, over the rows that have all of them, so that every distance is
 * measured on the same characters. Fills and returns `into` (one entry a distance).
 */
export function meanByDistance(frame: MatrixFrame | null, into: Float32Array): Float32Array {
  into.fill(0);
  if (!frame) return into;
  const first = Math.min(into.length, frame.size) - 1;
  const rows = frame.size - first;
  for (let row = first; row < frame.size; row++) {
    for (let back = 0; back <= first; back++) {
      into[back] = (into[back] ?? 0) + weightAt(frame, row, row - back) / rows;
    }
  }
  return into;
}

export interface Link {
  row: number;
  column: number;
  weight: number;
}

/** The strongest links between two different places, strongest first. */
export function strongestLinks(frame: MatrixFrame | null, count: number): Link[] {
  const found: Link[] = [];
  for (let row = 1; row < (frame?.size ?? 0); row++) {
    for (let column = 0; column < row; column++) {
      const weight = weightAt(frame, row, column);
      const weakest = found.at(-1);
      if (found.length === count && weakest && weight <= weakest.weight) continue;
      const at = found.findIndex((link) => link.weight < weight);
      found.splice(at < 0 ? found.length : at, 0, { row, column, weight });
      if (found.length > count) found.pop();
    }
  }
  return found;
}
