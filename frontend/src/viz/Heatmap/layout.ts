/** Where things of the triangle stand. Pure: sizes in px go in, places in px come out. */
import type { Cell } from '../attention';
import type { Box } from '../LossChart/types';
import type { Size } from '../useSize';

export interface Grid {
  /** Upper left corner of the picture. */
  x: number;
  y: number;
  /** Edge of a cell: whole device pixels, unless the text is longer than there are any. */
  cell: number;
  /** T. */
  count: number;
}

/** From this width labels, chips and legend fit around the triangle. */
export const ROOMY_PX = 440;
/** Around a detail; the right also takes the last labels. */
const PAD = 11;
const PAD_RIGHT = 27;
/** Left of the triangle for the letters of its rows, where that costs no cell its size. */
const ROWS = 16;
const CHIP = 28;
const GAP = 4;

/** The largest triangle that fits, at the lower left corner, and beside the letters of its rows if they fit too. `ratio`: device pixels a px. */
export function placeGrid(size: Size, count: number, annotated: boolean, ratio: number): Grid {
  const pad = annotated ? PAD : 0;
  const right = annotated ? PAD_RIGHT : 0;
  const room = Math.max(1, Math.min(size.width - pad - right, size.height - 2 * pad));
  const device = Math.floor((room * ratio) / Math.max(1, count));
  const cell = device >= 1 ? device / ratio : room / count;
  const rows = annotated && size.width - pad - right - cell * count >= ROWS ? ROWS : 0;
  return { x: pad + rows, y: size.height - pad - cell * count, cell, count };
}

/** The largest triangle whatever becomes of its cells: as large as the room. */
export function fillGrid(size: Size, count: number): Grid {
  const edge = Math.max(1, Math.min(size.width, size.height));
  return { x: 0, y: size.height - edge, cell: edge / Math.max(1, count), count };
}

/** Whether there is room for letters left of the rows. */
export const hasRows = (grid: Grid): boolean => grid.x >= ROWS;

/** The cell at a place, or null above the diagonal and outside. With `locked` only the column follows the place. */
export function cellAt(grid: Grid, x: number, y: number, locked: number | null): Cell | null {
  const column = Math.floor((x - grid.x) / grid.cell);
  const row = Math.floor((y - grid.y) / grid.cell);
  if (column < 0 || row < 0 || column >= grid.count || row >= grid.count) return null;
  if (locked !== null) return { row: locked, column: Math.min(column, locked) };
  return column > row ? null : { row, column };
}

/** The cell a key leads to; undefined when the key means nothing here. */
export function keyCell(
  key: string,
  from: Cell | null,
  count: number,
  locked: number | null,
): Cell | undefined {
  const row = locked ?? from?.row ?? count - 1;
  const column = from?.column ?? row;
  const go = (r: number, c: number): Cell => {
    const toRow = locked ?? Math.min(count - 1, Math.max(0, r));
    return { row: toRow, column: Math.min(toRow, Math.max(0, c)) };
  };
  switch (key) {
    case 'ArrowLeft':
      return go(row, from ? column - 1 : column);
    case 'ArrowRight':
      return go(row, column + 1);
    case 'ArrowUp':
      return go(row - 1, column);
    case 'ArrowDown':
      return go(row + 1, column);
    case 'Home':
      return go(row, 0);
    case 'End':
      return go(row, row);
    default:
      return undefined;
  }
}

/** Every how many characters get a label, so that two never touch. */
export const labelStride = (cell: number): number => Math.max(1, Math.ceil(8 / cell));

const overlaps = (a: Box, b: Box, gap = 0) =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + b.height + gap &&
  b.y < a.y + a.height + gap;

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The looking character's chip right of its row, the other's above its column; neither covers the triangle or the other. */
export function placeChips(grid: Grid, { row, column }: Cell, size: Size): { from: Box; to: Box } {
  const { x, y, cell } = grid;
  const from: Box = {
    x: Math.min(x + (row + 1) * cell + 32, size.width - CHIP - GAP),
    y: clamp(y + (row + 0.5) * cell - CHIP / 2, GAP, size.height - CHIP - GAP),
    width: CHIP,
    height: CHIP,
  };
  const at = column ?? row;
  const top = Math.max(GAP, y + at * cell - 2 * CHIP);
  // The diagonal passes the chip's foot at this place; a label of 14 px stands beside it.
  const free = x + Math.max(0, top + CHIP - y) + 14;
  const above = x + (at + 0.5) * cell - CHIP / 2;
  const to: Box = {
    x: top + CHIP < y + at * cell - GAP ? above : Math.max(above, free),
    y: top,
    width: CHIP,
    height: CHIP,
  };
  if (overlaps(from, to, GAP)) from.x = to.x + CHIP + 2 * GAP;
  return { from, to };
}

/** Area of the triangle under a box, in px². */
function covered(grid: Grid, box: Box): number {
  let area = 0;
  const step = 4;
  for (let y = box.y; y < box.y + box.height; y += step) {
    // The labels along the diagonal count as part of it.
    const edge = grid.x + (y - grid.y) + 16;
    area += Math.max(0, Math.min(edge, box.x + box.width) - box.x) * step;
  }
  return area;
}

/** The tooltip's place at the right edge: clear of what is `taken`, off the triangle, near the pointed row. */
export function placeTip(
  grid: Grid,
  row: number,
  tip: Size,
  size: Size,
  taken: readonly Box[],
): { x: number; y: number } {
  const x = Math.max(GAP, size.width - 24 - tip.width);
  const wanted = grid.y + row * grid.cell - 176;
  let best = { x, y: 8 };
  let least = Number.POSITIVE_INFINITY;
  for (let y = 8; y <= size.height - tip.height - 8; y += 4) {
    const box = { x, y, width: tip.width, height: tip.height };
    const hits = taken.filter((other) => overlaps(box, other, 8)).length;
    const cost = hits * 1e6 + covered(grid, box) * 50 + Math.abs(y - wanted);
    if (cost < least) {
      least = cost;
      best = { x, y };
    }
  }
  return best;
}
