/** Names of stages: what they say, and which of them have room at this moment. Pure. */
import { isWithin, type Layout } from './layout';

export interface Name {
  text: string;
  /** Smaller ones are placed first. */
  rank: number;
  stage: number;
  /** Below it stands no other line: names that crowd may take a second row. */
  lowest: boolean;
  /** What it hangs under, and the middle of what it names. */
  x: number;
  z: number;
  middleX: number;
  middleZ: number;
}

/** How far towards the front edge a name stands. */
const LEAN = 0.7;

/** All names of a network, the most telling first. */
export function namesOf({ stages, turn }: Layout): Name[] {
  const lowest = Math.max(...stages.map(({ front }) => front));
  // Under the foot's front edge, which is left of its middle.
  const names: Name[] = stages.map(({ label, rank, x, z, halfDepth, front }, stage) => ({
    ...{
      text: label,
      rank,
      stage,
      lowest: front === lowest,
      x: x - halfDepth * Math.tan(turn) * LEAN,
      z: front,
      middleX: x,
      middleZ: z,
    },
  }));
  return names.sort((a, b) => a.rank - b.rank);
}

/** The stages that hold what is lit, as one flag each. */
export function litStages({ blocks, stages }: Layout, lit: string | null, out: Uint8Array): void {
  out.fill(0, 0, stages.length);
  for (const { id, stage } of blocks) if (isWithin(id, lit)) out[stage] = 1;
}

/** Free px around a name. */
const APART = { x: 5, y: 2 };
/** The less telling stay further away. */
const APART_LATER = 22;
/** Of names, one below the other, where they crowd. */
const ROWS = 2;

/**
 * Gives room to names in their order, those of `first` before the rest: `shown` becomes 1 where a name has its place to itself, or one a row lower where `lowest` allows it, 0 elsewhere. Middles
 * and sizes in px. A name whose middle is outside the window is not shown; one that would be cut at its side is moved in, and one that went a
 * row lower stands there (`xs` and `ys` are written).
 */
export function giveRoom(
  count: number,
  xs: Float32Array,
  ys: Float32Array,
  widths: Float32Array,
  height: number,
  window: { width: number; height: number },
  first: (i: number) => boolean,
  telling: (i: number) => boolean,
  lowest: (i: number) => boolean,
  shown: Uint8Array,
): void {
  shown.fill(0, 0, count);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < count; i++) {
      if (first(i) !== (round === 0)) continue;
      const half = (widths[i] ?? 0) / 2;
      const x = xs[i] ?? 0;
      if (x < 0 || x > window.width) continue;
      const place = Math.min(window.width - half - 4, Math.max(half + 4, x));
      xs[i] = place;
      const apart = round === 0 || telling(i) ? APART.x : APART_LATER;
      const rows = lowest(i) ? ROWS : 1;
      for (let row = 0; row < rows && shown[i] !== 1; row++) {
        const y = (ys[i] ?? 0) + row * (height + APART.y);
        if (y < height / 2 || y > window.height - height / 2) break;
        let free = true;
        for (let j = 0; j < count && free; j++) {
          if (shown[j] !== 1) continue;
          const near = half + (widths[j] ?? 0) / 2 + (row === 0 ? apart : APART.x);
          free =
            Math.abs(place - (xs[j] ?? 0)) >= near ||
            Math.abs(y - (ys[j] ?? 0)) >= height + APART.y;
        }
        if (!free) continue;
        shown[i] = 1;
        ys[i] = y;
      }
    }
  }
}
