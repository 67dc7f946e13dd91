/**
 * Where everything stands: from sizes to places. Stages follow each other from left to right on one street or, like words, on several lines;
 * what works side by side stands side by side in depth. Each block is turned on its own foot, so that a row of them seen from the front shows
 * its sides. Pure. One cell is one unit; x to the right, z towards the viewer, y up; the whole lies around the origin.
 */
import { type Link, networkParts, type Part, type Stage } from './parts';
import type { NetworkConfig } from './types';

/** Radians that every block is turned by, seen from above against the clock. */
export const TURN = 0.5;
/** Of a cell that its bar fills. */
export const CELL_WIDTH = 0.86;
/** Free ground between stages, for what flows; between blocks of a stage, in depth and from left to right; between lines. */
const GAP = 3.4;
const GAP_BY_DEPTH = 0.05;
const SIDE_GAP = 1.6;
const HEAD_GAP = 0.5;
/** Of a full cell's height, what hangs below the ground at most as a rule. */
export const HANGING = 0.5;
/** Free ground between lines for each unit that bars stand and hang, so that no line hides another, and for names. */
const LINE_GAP_BY_HEIGHT = 1.25;
const LINE_GAP = 4;
/** In front of a line, where its names stand. */
const NAMES = 1.2;

export interface Block extends Part {
  /** Its place in `blocks`, and of its stage in `stages`. */
  index: number;
  stage: number;
  /** Number of its first cell among all cells. */
  first: number;
  /** Middle of its foot. */
  x: number;
  z: number;
}

export interface Place {
  label: string;
  rank: 1 | 2;
  layer: number;
  line: number;
  /** Middle of its foot, and half of what it takes from left to right and in depth. */
  x: number;
  z: number;
  halfWidth: number;
  halfDepth: number;
  /** Where its name stands: in front of the whole line. */
  front: number;
  /** Behind the whole line. */
  back: number;
}

export interface Box {
  left: number;
  right: number;
  back: number;
  front: number;
  low: number;
  high: number;
}

export interface Layout {
  blocks: Block[];
  stages: Place[];
  links: Link[];
  cells: number;
  lines: number;
  turn: number;
  /** Height of a full cell; a full negative one reaches as far down. */
  tall: number;
  /** Around everything, names included. */
  box: Box;
  byId: ReadonlyMap<string, Block>;
}

export interface Arrangement {
  /** At most this many lines; sections stay whole. 1 unless told. */
  lines?: number;
  turn?: number;
  /** How many times as high as at the least a full cell stands. */
  taller?: number;
}

interface Foot {
  width: number;
  depth: number;
}

/** What a stage covers before it is turned. */
function footOf({ parts, across }: Stage): Foot {
  const side = across === 'depth';
  let [along, other] = [0, 0];
  for (const { rows, columns } of parts) {
    along += side ? rows : columns;
    other = Math.max(other, side ? columns : rows);
  }
  along += (parts.length - 1) * (side ? SIDE_GAP : HEAD_GAP);
  return side ? { width: other, depth: along } : { width: along, depth: other };
}

function turned({ width, depth }: Foot, turn: number): Foot {
  const [c, s] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  return { width: width * c + depth * s, depth: width * s + depth * c };
}

/** Cuts a row of widths into at most `lines` runs whose longest is as short as can be: the index of each run's first. */
export function breakLines(widths: readonly number[], gap: number, lines: number): number[] {
  const runs = (limit: number) => {
    const starts = [0];
    let used = 0;
    for (const [i, width] of widths.entries()) {
      if (i > 0 && used + gap + width > limit + 1e-9) {
        starts.push(i);
        used = width;
      } else used += i > 0 ? gap + width : width;
    }
    return starts;
  };
  const limits: number[] = [];
  for (let i = 0; i < widths.length; i++) {
    let sum = -gap;
    for (let j = i; j < widths.length; j++) {
      sum += gap + (widths[j] ?? 0);
      limits.push(sum);
    }
  }
  const widest = Math.max(...widths);
  limits.sort((a, b) => a - b);
  const limit = limits.find((sum) => sum >= widest && runs(sum).length <= lines);
  return runs(limit ?? Number.POSITIVE_INFINITY);
}

/** Stages of each section, in order. */
function sectionsOf(stages: readonly Stage[]): number[][] {
  const sections: number[][] = [];
  for (const [i, { section }] of stages.entries()) {
    if (i > 0 && stages[i - 1]?.section === section) sections.at(-1)?.push(i);
    else sections.push([i]);
  }
  return sections;
}

/** How many sections a network has: more lines than these change nothing. */
export const mostLines = (config: NetworkConfig): number => 2 + 2 * config.nLayer;

/** Places everything. Raises RangeError for sizes that no network has. */
export function layoutNetwork(
  config: NetworkConfig,
  { lines = 1, turn = TURN, taller = 1 }: Arrangement = {},
): Layout {
  const { stages, links } = networkParts(config);
  const feet = stages.map(footOf);
  const spans = feet.map((foot) => turned(foot, turn));
  const deepest = Math.max(...spans.map(({ depth }) => depth));
  const gap = GAP + GAP_BY_DEPTH * deepest;
  const sections = sectionsOf(stages);
  /** Turned feet stand like books on a shelf: only across their own depth must they be apart. */
  const street = (row: readonly number[]) =>
    row.map((i) => ((feet[i]?.width ?? 0) + gap) / Math.cos(turn));
  const length = (row: readonly number[]) => street(row).reduce((sum, step) => sum + step, 0);
  const starts = breakLines(sections.map(length), 0, lines);
  const rows = starts.map((start, i) => sections.slice(start, starts[i + 1]).flat());
  const places: Place[] = [];
  const deep = (row: readonly number[]) => Math.max(...row.map((i) => spans[i]?.depth ?? 0));
  const tall = (3 + 0.18 * deepest) * taller;
  const lineGap = LINE_GAP + LINE_GAP_BY_HEIGHT * (1 + HANGING) * tall;
  const total = rows.reduce((sum, row) => sum + deep(row) + lineGap, -lineGap);
  let top = -total / 2;
  let half = 0;
  for (const [line, row] of rows.entries()) {
    const depth = deep(row);
    let x = -length(row) / 2;
    for (const [k, step] of street(row).entries()) {
      const i = row[k] ?? 0;
      const { width, depth: own } = spans[i] as Foot;
      const { label, rank, layer } = stages[i] as Stage;
      places.push({
        ...{ label, rank, layer, line, x: x + step / 2, z: top + depth / 2 },
        ...{ halfWidth: width / 2, halfDepth: own / 2 },
        ...{ front: top + depth + NAMES, back: top },
      });
      half = Math.max(half, Math.abs(x + step / 2) + width / 2);
      x += step;
    }
    top += depth + lineGap;
  }
  const blocks = stages.flatMap((stage, i) => standing(stage, i, places[i] as Place, turn));
  let cells = 0;
  for (const [index, block] of blocks.entries()) {
    block.index = index;
    block.first = cells;
    cells += block.count;
  }
  return {
    ...{ blocks, stages: places, links, cells, lines: rows.length, turn, tall },
    box: {
      ...{ left: -half, right: half, back: -total / 2, front: total / 2 + NAMES },
      ...{ low: -tall * HANGING, high: tall },
    },
    byId: new Map(blocks.map((block) => [block.id, block])),
  };
}

/** The blocks of a stage on their turned foot. */
function standing(stage: Stage, index: number, at: Place, turn: number): Block[] {
  const { width, depth } = footOf(stage);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const side = stage.across === 'depth';
  let along = -(side ? depth : width) / 2;
  return stage.parts.map((part) => {
    const size = side ? part.rows : part.columns;
    const middle = along + size / 2;
    along += size + (side ? SIDE_GAP : HEAD_GAP);
    const [u, v] = side ? [0, middle] : [middle, 0];
    return {
      ...part,
      ...{ index: 0, stage: index, first: 0 },
      ...{ x: at.x + u * c - v * s, z: at.z + u * s + v * c },
    };
  });
}

/** Middle of a cell's foot into x and z of `out`. */
export function cellPlace(
  block: Block,
  cell: number,
  turn: number,
  out: { x: number; z: number },
): void {
  const row = Math.floor(cell / block.columns);
  const u = cell - row * block.columns - (block.columns - 1) / 2;
  const v = row - (block.rows - 1) / 2;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  out.x = block.x + u * c - v * s;
  out.z = block.z + u * s + v * c;
}

/** Whether an id names a block or the beginning of its name: 'layer0.attention' is all its heads. */
export const isWithin = (id: string, lit: string | null): boolean =>
  lit !== null && (id === lit || id.startsWith(`${lit}.`));
