/** Where words may stand without touching each other. Pure: sizes in, places out. */
import type { Box, Point } from './types';

export interface LineLabel {
  key: string;
  /** Of the dashed line, px. */
  y: number;
  /** Of its words, px. */
  width: number;
}

export interface PlacedLabel {
  key: string;
  /** Top edge of the label, px. */
  top: number;
  /** At which end of its line it stands; beside: past the right one, where nothing is drawn. */
  side: 'right' | 'left' | 'beside';
}

/** Where labels may stand: from edge to edge, px, and what is drawn there. */
export interface LabelRoom {
  left: number;
  right: number;
  top: number;
  bottom: number;
  ink: readonly Box[];
}

/** The box of a placed label. */
export function boxOf(
  { top, side }: PlacedLabel,
  width: number,
  height: number,
  room: Pick<LabelRoom, 'left' | 'right'>,
): Box {
  const x = { right: room.right - width, left: room.left, beside: room.right }[side];
  return { x, y: top, width, height };
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
/** Under a line, before other words begin. */
const BLOCK_GAP = 22;
/** Of a label's height, above and below its letters: what is drawn may come so close. */
const LETTER_INSET = 3;
const lettersOf = (box: Box): Box => ({
  ...box,
  y: box.y + LETTER_INSET,
  height: box.height - 2 * LETTER_INSET,
});

/**
 * One label of `height` px for each line: above its line, the lowest one below it when there is room, and the other
 * side or further down when a neighbour is in the way. At the right end, unless what is drawn stands there and the
 * left end is free. Never outside the room unless there is none at all.
 */
export function placeLineLabels(
  lines: readonly LineLabel[],
  height: number,
  room: LabelRoom,
): PlacedLabel[] {
  const sorted = [...lines].sort((a, b) => a.y - b.y);
  const placed: PlacedLabel[] = [];
  const boxes: Box[] = [];
  sorted.forEach(({ key, y, width }, index) => {
    const above = y - height - LINE_GAP;
    const below = y + LINE_GAP;
    const last = index === sorted.length - 1 && sorted.length > 1;
    const floor = (placed.at(-1)?.top ?? room.top - height) + height;
    const heights = (last ? [below, above] : [above, below]).filter(
      (top) => top >= Math.max(floor, room.top) && top + height <= room.bottom,
    );
    const spots = (['right', 'left'] as const).flatMap((side) =>
      heights.map((top): PlacedLabel => ({ key, top, side })),
    );
    const free = spots.find((spot) => {
      const box = boxOf(spot, width, height, room);
      return (
        boxes.every((other) => !overlaps(box, other)) &&
        room.ink.every((other) => !overlaps(lettersOf(box), other))
      );
    });
    const beside = Math.max(floor, Math.min(above, room.bottom - height));
    const place = free ?? spots[0] ?? { key, top: beside, side: 'right' };
    placed.push(place);
    boxes.push(boxOf(place, width, height, room));
  });
  return placed;
}

/** One label of `height` px past the end of each line, level with it, or as near to that as its neighbours allow. */
export function placeBeside(
  lines: readonly Pick<LineLabel, 'key' | 'y'>[],
  height: number,
  room: Pick<LabelRoom, 'top' | 'bottom'>,
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const { key, y } of [...lines].sort((a, b) => a.y - b.y)) {
    const least = (placed.at(-1)?.top ?? room.top - height) + height;
    placed.push({ key, top: Math.max(least, y - height / 2), side: 'beside' });
  }
  // What was pushed out below pushes back up.
  let most = room.bottom - height;
  for (const label of placed.toReversed()) {
    label.top = Math.max(room.top, Math.min(label.top, most));
    most = label.top - height;
  }
  return placed;
}

/**
 * Top edge of a block of `height` px between the lines: the first gap that holds it clear of the lines and of the
 * labels above them, which are `label` px high. Where there is none, or the bottom is too near: right under the first line.
 */
export function gapBetween(
  lines: readonly number[],
  height: number,
  label: number,
  bottom: number,
): number {
  const sorted = [...lines].sort((a, b) => a - b);
  const gap = sorted.find((y, i) => {
    const next = sorted[i + 1];
    const end = next === undefined ? bottom : next - label - LINE_GAP;
    return y + BLOCK_GAP + height <= end;
  });
  return (gap ?? sorted[0] ?? 0) + BLOCK_GAP;
}

export interface Callout {
  id: string;
  /** What it points at, px. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From what a callout points at to the nearest edge of its box. */
export function leaderOf({ x, y }: Callout, box: Box): [Point, Point] {
  const toX = Math.min(Math.max(x, box.x), box.x + box.width);
  return [
    { x, y },
    { x: toX, y: y < box.y ? box.y : box.y + box.height },
  ];
}

/** Places along a line of points, at most `spacing` px apart, each as a box of `size` px. */
export function boxesAlong(points: readonly Point[], spacing: number, size: number): Box[] {
  const boxes: Box[] = [];
  points.forEach((to, i) => {
    const from = points[i - 1] ?? to;
    const pieces = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / spacing));
    for (let k = 1; k <= pieces; k++) {
      const x = from.x + ((to.x - from.x) * k) / pieces;
      const y = from.y + ((to.y - from.y) * k) / pieces;
      boxes.push({ x: x - size / 2, y: y - size / 2, width: size, height: size });
    }
  });
  return boxes;
}

const side = (a: Point, b: Point, c: Point) =>
  Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));

/** Whether two lines meet, at their ends too. Those that lie on one straight line are not looked at. */
export function crosses([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

function runsThrough(leader: readonly [Point, Point], { x, y, width, height }: Box): boolean {
  const corners = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ] as const;
  return corners.some((corner, i) => crosses(leader, [corner, corners[(i + 1) % 4] ?? corner]));
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
 * A box for each callout near its point, clear of `taken` and of each other and inside `area`; no line to a point meets another
 * line or box. Each direction is tried near and far before the next. One that finds no room is left out: a
 * remark is worth less than what it would cover.
 */
export function placeCallouts(
  callouts: readonly Callout[],
  taken: readonly Box[],
  area: Box,
): Map<string, Box> {
  const boxes: Box[] = [];
  const leaders: [Point, Point][] = [];
  const out = new Map<string, Box>();
  for (const callout of callouts) {
    const { id, x, y, width, height } = callout;
    const tidy = (spot: Box) => {
      const leader = leaderOf(callout, spot);
      return (
        leaders.every((other) => !crosses(leader, other) && !runsThrough(other, spot)) &&
        boxes.every((box) => !runsThrough(leader, box))
      );
    };
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
        [...taken, ...boxes].every((box) => !overlaps(spot, box, 4)) &&
        tidy(spot),
    );
    if (!free) continue;
    leaders.push(leaderOf(callout, free));
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
