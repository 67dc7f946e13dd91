/** Two values on one line: where their dots stand and how their figures keep out of each other's way. Pure. */

export type Anchor = 'start' | 'middle' | 'end';

export interface PlacedDot {
  /** 0 to 1 along the line. */
  share: number;
  anchor: Anchor;
  /** The other dot lies under this figure: it must begin beside both. */
  tight: boolean;
}

/** Below this distance the figures of two dots would touch, in px. */
const CLOSE_PX = 52;
/** Below this one the dots themselves touch, in px. */
const TIGHT_PX = 18;
/** Figures this near to an end of the line lean inwards, in px. */
const EDGE_PX = 20;

/** Room beyond the largest value, for its figure. */
const BEYOND = 1.15;

/** The line's ends: the usual ones, moved out so far that both values lie well on it. */
export function lineEnds(
  [low, high]: readonly [number, number],
  ...values: readonly number[]
): [number, number] {
  const most = Math.max(...values);
  return [Math.min(low, ...values), most * BEYOND > high ? most * BEYOND : high];
}

function leaning(share: number, width: number): Anchor {
  if (share * width < EDGE_PX) return 'start';
  return (1 - share) * width < EDGE_PX ? 'end' : 'middle';
}

/** Both dots, in the order they were given; `width` of the line in px. */
export function placeDots(
  [low, high]: readonly [number, number],
  values: readonly [number, number],
  width: number,
): [PlacedDot, PlacedDot] {
  const span = high - low;
  const at = (value: number) => (span > 0 ? Math.min(1, Math.max(0, (value - low) / span)) : 0.5);
  const [a, b] = [at(values[0]), at(values[1])];
  const distance = Math.abs(a - b) * width;
  if (distance >= CLOSE_PX) {
    return [
      { share: a, anchor: leaning(a, width), tight: false },
      { share: b, anchor: leaning(b, width), tight: false },
    ];
  }
  // Close together: each figure leans away from the other's dot.
  const first = a <= b;
  const tight = distance < TIGHT_PX;
  return [
    { share: a, anchor: first ? 'end' : 'start', tight },
    { share: b, anchor: first ? 'start' : 'end', tight },
  ];
}
