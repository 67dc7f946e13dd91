/** Where the characters and arcs of the reading strip stand. Pure; px. */
import type { Size } from '../useSize';

export interface Strip {
  /** First character that is drawn, and how many. */
  first: number;
  count: number;
  /** Left edge of character `first`, and the width of one. */
  x: number;
  step: number;
  font: number;
  /** Middle of the line of text. */
  mid: number;
  /** Highest arcs above and below. */
  up: number;
  down: number;
}

const WIDEST = 18.5;
/** Narrower cannot be read; a longer text is then shown around its violet character. */
const NARROWEST = 12;
const MARGIN = 16;
/** Half the height of the violet character. */
export const HALF = 18;
/** The heading above and the remark below. */
const HEADING = 46;
const REMARK = 20;

export function layoutStrip(size: Size, length: number, row: number): Strip {
  const room = size.width - 2 * MARGIN;
  const step = Math.max(NARROWEST, Math.min(WIDEST, room / Math.max(1, length)));
  const count = Math.min(length, Math.floor(room / step + 1e-6));
  // Most of what a character looks at lies before it.
  const first = Math.min(length - count, Math.max(0, Math.round(row - count * 0.8)));
  const mid = Math.round(size.height * 0.573);
  return {
    first,
    count,
    step,
    x: (size.width - count * step) / 2,
    font: Math.min(24, step * 1.3),
    mid,
    up: Math.max(12, Math.min(mid - HALF - HEADING, 96)),
    down: Math.max(12, Math.min(size.height - mid - HALF - REMARK, 80)),
  };
}

/** Index of the character at a place; null left and right of the text. */
export function charAt(strip: Strip, x: number): number | null {
  const at = Math.floor((x - strip.x) / strip.step);
  return at < 0 || at >= strip.count ? null : strip.first + at;
}

export const charX = (strip: Strip, index: number): number =>
  strip.x + (index - strip.first + 0.5) * strip.step;

/** Layer 0 stands above, the last below; those between share, the earlier half above. */
export const isAbove = (layer: number, layers: number): boolean =>
  layer === 0 || (layer < layers - 1 && layer < layers / 2);
