/**
 * What flows between blocks, as curves from cell to cell: which cells are joined, and how bright each curve is. A curve carries the number of
 * the cell it comes from. Not every pair can be drawn; those that are, are spread evenly. Pure.
 */
import { MODES, NOTHING } from './cells';
import type { Block, Layout } from './layout';
import { cellPlace } from './layout';
import type { Link } from './parts';

/** All curves together, and of one link at least and at most. */
const BUDGET = 1200;
const FEWEST = 4;
const MOST = 48;
const MOST_AROUND = 12;
/** Steps of the golden ratio fall evenly into any range. */
const GOLDEN = 0.6180339887498949;
/** A prime larger than any share: steps of it visit all of a link's wires, the first ones far apart. */
const STRIDE = 53;

export interface Wires {
  count: number;
  /** Cells (of all) at both ends, and their blocks. */
  from: Uint32Array;
  to: Uint32Array;
  fromBlock: Uint16Array;
  toBlock: Uint16Array;
  /** x, z of both ends: 4 a curve. */
  ends: Float32Array<ArrayBuffer>;
  /** How high and how far back a curve goes round what stands between; 0, 0 for a straight way: 2 a curve. */
  bend: Float32Array<ArrayBuffer>;
}

/** How many curves each link gets, in the order of the links; those between the same two stages share what one would get. */
export function shareOut(layout: Layout): number[] {
  const between = new Map<string, number>();
  const pairs = layout.links.map(({ from, to, around }) => {
    const ends = [from, to].map(({ part }) => layout.byId.get(part)?.stage);
    return `${ends.join(' ')} ${around}`;
  });
  for (const pair of pairs) between.set(pair, (between.get(pair) ?? 0) + 1);
  const wanted = layout.links.map(({ from, to, how, around }, i) => {
    const side = Math.max(from.count, to.count);
    const most = (around ? MOST_AROUND : MOST) / (between.get(pairs[i] ?? '') ?? 1);
    return Math.min(most, how === 'each' ? Math.min(from.count, to.count) : side);
  });
  const all = wanted.reduce((sum, n) => sum + n, 0);
  const factor = Math.min(1, BUDGET / all);
  return wanted.map((n) => Math.max(FEWEST, Math.round(n * factor)));
}

const blockOf = (layout: Layout, id: string): Block => {
  const block = layout.byId.get(id);
  if (!block) throw new Error(`there is no block ${id}`);
  return block;
};

/** The cell pairs of a link: spread over both ranges; number by number where the link is so. */
function pair(link: Link, i: number, n: number): [number, number] {
  const { from, to } = link;
  if (link.how === 'each') {
    const cell = Math.floor((i * Math.min(from.count, to.count)) / n);
    return [from.start + cell, to.start + cell];
  }
  const a = n >= from.count ? i % from.count : Math.floor((i * from.count) / n);
  const b = Math.floor(((i * GOLDEN + 0.5 * GOLDEN) % 1) * to.count);
  return [from.start + a, to.start + b];
}

/** How high and how far back a wire goes around: each a little higher than the one before, a band and not a rope. */
function bendOf(
  layout: Layout,
  from: Block,
  to: Block,
  z: number,
  share: number,
): [number, number] {
  const [first, last] = [layout.stages[from.stage], layout.stages[to.stage]];
  const back = Math.min(first?.back ?? 0, last?.back ?? 0) - 0.5;
  return [layout.tall * (0.3 + 0.5 * share), back - z / 2];
}

export function wiresOf(layout: Layout): Wires {
  const shares = shareOut(layout);
  const count = shares.reduce((sum, n) => sum + n, 0);
  const wires: Wires = {
    count,
    from: new Uint32Array(count),
    to: new Uint32Array(count),
    fromBlock: new Uint16Array(count),
    toBlock: new Uint16Array(count),
    ends: new Float32Array(count * 4),
    bend: new Float32Array(count * 2),
  };
  const [a, b] = [
    { x: 0, z: 0 },
    { x: 0, z: 0 },
  ];
  let at = 0;
  // By turns, so that the first of them are a fair part of all, whatever their number.
  const longest = Math.max(...shares);
  for (let i = 0; i < longest; i++) {
    for (const [k, link] of layout.links.entries()) {
      const n = shares[k] ?? 0;
      if (i >= n) continue;
      const [from, to] = [blockOf(layout, link.from.part), blockOf(layout, link.to.part)];
      const [source, target] = pair(link, (i * STRIDE) % n, n);
      cellPlace(from, source, layout.turn, a);
      cellPlace(to, target, layout.turn, b);
      wires.from[at] = from.first + source;
      wires.to[at] = to.first + target;
      wires.fromBlock[at] = from.index;
      wires.toBlock[at] = to.index;
      wires.ends.set([a.x, a.z, b.x, b.z], at * 4);
      if (link.around) wires.bend.set(bendOf(layout, from, to, a.z + b.z, i / n), at * 2);
      at++;
    }
  }
  return wires;
}

/**
 * How much each curve carries, 0 to 1, into `out`: the height of the cell it comes from. What flows back comes from the other end, as soon as
 * that holds slopes.
 */
export function writeCarried(
  wires: Wires,
  shown: Float32Array,
  modes: Uint8Array,
  out: Float32Array,
): void {
  for (let i = 0; i < wires.count; i++) {
    const backward = modes[wires.toBlock[i] ?? 0] === MODES.slope;
    const height = shown[(backward ? wires.to[i] : wires.from[i]) ?? 0] ?? NOTHING;
    const reached = modes[wires.toBlock[i] ?? 0] !== MODES.nothing;
    out[i] = height === NOTHING || !reached ? 0 : Math.abs(height);
  }
}
