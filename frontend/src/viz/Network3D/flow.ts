/** When numbers are seen to flow: while frames come, and a little longer. Owns no drawing. Pure. */
import { approach } from '../motion';
import type { Direction } from './types';

/** After the newest frame a flow goes on for so long: it carries what has just come. */
const LASTS_MS = 1400;
const FADE_MS = 140;
/** ms that light takes along a wire. */
const PASSAGE_MS = 1100;
const NOTHING = 0.004;

export class Flow {
  /** Lengths of a wire that the flow has gone; grows forward. */
  forward = 0;
  backward = 0;
  /** 0 to 1. */
  strengthForward = 0;
  strengthBackward = 0;
  direction: Direction | null = null;
  private rest = 0;

  /** A frame has come, or the direction changed. */
  news(): void {
    this.rest = LASTS_MS;
  }

  /** Moves on by `dt` ms; returns whether anything is to be seen of it. `still`: its drops stand and only point the way. */
  advance(dt: number, still: boolean): boolean {
    this.rest = Math.max(0, this.rest - dt);
    const on = this.rest > 0;
    const ahead = on && (this.direction === 'forward' || this.direction === 'both');
    const back = on && (this.direction === 'backward' || this.direction === 'both');
    this.strengthForward = fade(this.strengthForward, ahead, dt, still);
    this.strengthBackward = fade(this.strengthBackward, back, dt, still);
    const moved = still ? 0 : dt / PASSAGE_MS;
    if (this.strengthForward > 0) this.forward += moved;
    if (this.strengthBackward > 0) this.backward += moved;
    return this.strengthForward > 0 || this.strengthBackward > 0;
  }
}

function fade(from: number, on: boolean, dt: number, still: boolean): number {
  if (still) return on ? 1 : 0;
  const next = approach(from, on ? 1 : 0, dt, FADE_MS);
  return !on && next < NOTHING ? 0 : next;
}
