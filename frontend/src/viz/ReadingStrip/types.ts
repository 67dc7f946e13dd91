/** What the reading strip is given. */
import type { ReactNode } from 'react';
import type { Cell, HeadSource } from '../attention';

export interface ReadingStripProps {
  /** Every head, all of one size. Keep the same array between renders. */
  heads: readonly HeadSource[];
  layers: number;
  tokens: readonly string[];
  /** Pointed at, here or in another view: takes the violet character; null: it walks by itself. */
  hovered: Cell | null;
  onHover: (cell: Cell | null) => void;
  lockedRow?: number | null;
  /** Let the character walk while nobody points; never under reduced motion. Default true. */
  walks?: boolean;
  /** Said in the heading instead of what the strip is; not under 640 px. */
  note?: ReactNode;
  /** Beside the heading, or below where there is no room: 144 × 24 px. */
  legend?: ReactNode;
}
