/** Where the name of the best ring stands: at the ring, clear of what is drawn. Pure. */
import { overlaps } from './labels';
import type { Box, Point } from './types';

/** From the middle of the ring to the name, px: beside it, and above or below. */
const BESIDE = 14;
const APART = 9;
/** Height of the name's letters, px, whatever its type. */
const LETTERS = 12;
/** Under the ring: to the far edge of its name. */
export const BEST_ROOM = APART + LETTERS + 3;

/** Below, beside, above, then aslant: the first is free where the ring is the lowest thing there is. */
const WAYS = [
  [0, 1],
  [1, 0],
  [-1, 0],
  [0, -1],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

/** The name's box, `width` px wide and inside `area`: of all places the first that meets the least of `ink`. */
export function placeBestName(ring: Point, width: number, ink: readonly Box[], area: Box): Box {
  const far = { x: area.x + area.width, y: area.y + area.height };
  const spots = WAYS.map(([right, down]): Box => {
    const x = ring.x - width / 2 + right * (BESIDE + width / 2);
    const y = ring.y - LETTERS / 2 + down * (APART + LETTERS / 2);
    // A name over the ring's middle may slide along the edge; one beside it has no room there.
    const slid = right === 0 ? Math.min(Math.max(x, area.x), far.x - width) : x;
    return { x: slid, y, width, height: LETTERS };
  });
  const inside = spots.filter(
    ({ x, y }) => x >= area.x && x + width <= far.x && y >= area.y && y + LETTERS <= far.y,
  );
  const met = (spot: Box) => ink.filter((box) => overlaps(spot, box, 1)).length;
  const room = inside.length > 0 ? inside : spots;
  return room.reduce((best, spot) => (met(spot) < met(best) ? spot : best));
}
