/** Where words may stand without touching each other. Pure: sizes in, places out. */
import type { Box } from './types';

export interface LineLabel {
  key: string;
  /** Of the dashed line, px. */
  y: number;
}

export interface PlacedLabel {
  key: string;
  /** Top edge of the label, px. */
  top: number;
}

export function overlaps(a: Box, b: Box, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap &&
    b.x < a.x + a.width + gap &&
    a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap
  );
}

const LINE_GAP = 2;

/**
 * One label of `height` px for each line, all at the right edge: above its line, the lowest one below it when there is
 * room, and the other side or further down when a neighbour is in the way. Never outside `top` to `bottom`
 * unless there is no room at all.
 */
export function placeLineLabels(
  lines: readonly LineLabel[],
  height: number,
  top: number,
  bottom: number,
): PlacedLabel[] {
  const sorted = [...lines].sort((a, b) => a.y - b.y);
  const placed: PlacedLabel[] = [];
  sorted.forEach(({ key, y }, index) => {
    const above = y - height - LINE_GAP;
    const below = y + LINE_GAP;
    const last = index === sorted.length - 1 && sorted.length > 1;
    const floor = (placed.at(-1)?.top ?? top - height) + height;
    const fits = (at: number) => at >= Math.max(floor, top) && at + height <= bottom;
    const wish = (last ? [below, above] : [above, below]).find(fits);
    placed.push({ key, top: wish ?? Math.max(floor, Math.min(above, bottom - height)) });
  });
  return placed;
}

export interface Callout {
  id: string;
  /** What it points at, px. */
  x: number;
  y: number;
  width: number;
  height: number;
}

const CALLOUT_GAP = 16;
const DISTANCES = [1, 2.5, 4, 6];
/** Right or left of the point, above or below it. A curve that falls leaves the upper right free. */
const DIRECTIONS = [
  [true, true],
  [false, false],
  [true, false],
  [false, true],
] as const;

/**
 * A box for each callout near its point, clear of `taken` and of each other and inside `area`. Each direction is
 * tried near and far before the next. One that finds no room is left out: a remark is worth less than what it
 * would cover.
 */
export function placeCallouts(
  callouts: readonly Callout[],
  taken: readonly Box[],
  area: Box,
): Map<string, Box> {
  const boxes = [...taken];
  const out = new Map<string, Box>();
  for (const { id, x, y, width, height } of callouts) {
    const spots = DIRECTIONS.flatMap(([right, up]) =>
      DISTANCES.map((far) => {
        const gap = CALLOUT_GAP * far;
        return {
          x: right ? x + gap : x - gap - width,
          y: up ? y - gap - height : y + gap,
          width,
          height,
        };
      }),
    );
    const free = spots.find(
      (spot) =>
        spot.x >= area.x &&
        spot.y >= area.y &&
        spot.x + width <= area.x + area.width &&
        spot.y + height <= area.y + area.height &&
        boxes.every((box) => !overlaps(spot, box, 4)),
    );
    if (!free) continue;
    boxes.push(free);
    out.set(id, free);
  }
  return out;
}

/** Words on as few lines as fit `width` px, as `measure` sees them; a word longer than a line stands alone. */
export function wrapWords(
  text: string,
  width: number,
  measure: (line: string) => number,
): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
