/** How the heads of a layer share a window: side by side, or on several rows where that makes them larger. Pure. */
import type { Size } from '@/viz/useSize';

export interface HeadPlaces {
  columns: number;
  /** px a triangle is wide and high. */
  edge: number;
  /** Whether its rows and columns have room for their letters, `LETTER_PX` left of and below it. */
  lettered: boolean;
}

/** px between two heads, and for the letters at two sides of each. */
export const HEAD_GAP_PX = 24;
export const LETTER_PX = 16;
/** Narrower cells have no room for a letter. */
const LEAST_CELL_PX = 10.5;

/** `letters`: of the text that is looked at, at least 1. */
export function placeHeads(heads: number, letters: number, size: Size): HeadPlaces {
  const largest = (around: number) => {
    let best = { columns: heads, edge: 0 };
    for (let columns = heads; columns >= 1; columns--) {
      const rows = Math.ceil(heads / columns);
      const edge = Math.floor(
        Math.min(
          (size.width - (columns - 1) * HEAD_GAP_PX) / columns - around,
          (size.height - (rows - 1) * HEAD_GAP_PX) / rows - around,
        ),
      );
      if (edge > best.edge) best = { columns, edge };
    }
    return best;
  };
  const named = largest(LETTER_PX);
  if (named.edge >= LEAST_CELL_PX * letters) return { ...named, lettered: true };
  return { ...largest(0), lettered: false };
}
