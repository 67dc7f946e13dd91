/**
 * What every cell shows: numbers brought to heights of −1 to 1 on scales that never change, so that pictures of different steps compare, and
 * eased from the frame before. Allocates only when the network changes. Pure.
 */
import type { Layout } from './layout';
import type { Holds } from './parts';
import type { Direction, NetworkFrame, Numbers } from './types';

/** Stands for "nothing there yet": no height has this value. */
export const NOTHING = 2;
/** What a block shows. */
export const MODES = { nothing: 0, given: 1, share: 2, signed: 3, slope: 4 } as const;
export type Mode = (typeof MODES)[keyof typeof MODES];

/** A number of this size stands half as high as any ever can. Numbers of a trained network are about 0.5, slopes of its loss a hundredth. */
export const HALF_HIGH = { signed: 0.5, slope: 0.02 } as const;
/** Shares stand by this power: a straight line would hide the faint ones, a root the strong. */
export const SHARE_POWER = 0.8;
const EASE_MS = 55;
const NEAR = 2e-3;

/** Height of a number, −1 to 1; `NOTHING` for what is not a number. */
export function heightOf(value: number, mode: Mode): number {
  if (Number.isNaN(value)) return NOTHING;
  if (mode === MODES.given) return Math.min(1, Math.max(0, value));
  if (mode === MODES.share) return Math.min(1, Math.max(0, value)) ** SHARE_POWER;
  const half = mode === MODES.slope ? HALF_HIGH.slope : HALF_HIGH.signed;
  if (!Number.isFinite(value)) return Math.sign(value);
  return value / (Math.abs(value) + half);
}

const MODE_OF: Record<Holds, Mode> = {
  given: MODES.given,
  share: MODES.share,
  signed: MODES.signed,
};

type Held = { id: string; holds: Holds };

/** As what a block shows its numbers now: slopes where they have come, while they flow back. */
export function modeOf(
  frame: NetworkFrame | null,
  { id, holds }: Held,
  direction: Direction | null,
): Mode {
  if (direction === 'backward' && frame?.gradients?.has(id)) return MODES.slope;
  if (!frame?.values.has(id)) return MODES.nothing;
  return frame.raw?.has(id) ? MODES.signed : MODE_OF[holds];
}

/** The numbers a block shows now. */
export function numbersOf(
  frame: NetworkFrame | null,
  { id }: Held,
  direction: Direction | null,
): Numbers | null {
  const slopes = direction === 'backward' ? frame?.gradients?.get(id) : undefined;
  return slopes ?? frame?.values.get(id) ?? null;
}

export class Cells {
  /** One height a cell, as drawn. */
  readonly shown: Float32Array<ArrayBuffer>;
  /** One `Mode` a block. */
  readonly modes: Uint8Array;
  private readonly targets: Float32Array;

  constructor(private readonly layout: Layout) {
    this.shown = new Float32Array(layout.cells).fill(NOTHING);
    this.targets = new Float32Array(layout.cells).fill(NOTHING);
    this.modes = new Uint8Array(layout.blocks.length);
  }

  /** Makes a frame the target. Raises RangeError where a block is given more numbers than it has cells. */
  take(frame: NetworkFrame | null, direction: Direction | null): void {
    const { targets, layout } = this;
    for (let i = 0; i < layout.blocks.length; i++) {
      const block = layout.blocks[i];
      if (!block) continue;
      const numbers = numbersOf(frame, block, direction);
      const mode = modeOf(frame, block, direction);
      const given = numbers?.length ?? 0;
      if (given > block.count) {
        throw new RangeError(`${block.id} has ${block.count} cells and was given ${given} numbers`);
      }
      // Numbers of another kind are not on their way from one to the other.
      const jump = this.modes[i] !== mode;
      this.modes[i] = mode;
      for (let cell = 0; cell < block.count; cell++) {
        const at = block.first + cell;
        const goal = cell < given ? heightOf(numbers?.[cell] ?? Number.NaN, mode) : NOTHING;
        targets[at] = goal;
        if (goal === NOTHING) this.shown[at] = NOTHING;
        else if (jump || this.shown[at] === NOTHING) this.shown[at] = 0;
      }
    }
  }

  settle(): void {
    this.shown.set(this.targets);
  }

  /** Moves on by `dt` ms; returns whether anything still moves. */
  advance(dt: number): boolean {
    const { shown, targets } = this;
    const rest = Math.exp(-dt / EASE_MS);
    let moving = false;
    for (let i = 0; i < shown.length; i++) {
      const goal = targets[i] ?? NOTHING;
      const away = (shown[i] ?? NOTHING) - goal;
      if (away === 0) continue;
      if (Math.abs(away) < NEAR) shown[i] = goal;
      else {
        shown[i] = goal + away * rest;
        moving = true;
      }
    }
    return moving;
  }
}
