/** How the heads of a question stand beside each other: all of them in sight, each as large as the room allows. Pure. */
import type { HeadJob } from '@/api/generated';
import type { HeadSource } from '@/viz/attention';
import type { Size } from '@/viz/useSize';

export interface AskPlan {
  columns: number;
  /** Of a triangle, px. */
  edge: number;
  /** Where a head's words stand: right of its triangle, or in the free corner above the diagonal. */
  words: 'beside' | 'corner';
}

/** ask.css has the same figures. */
export const ASK_GAP = 8;
/** What the words take beside a triangle, and the least triangle whose corner holds them. */
const BESIDE_PX = 52;
const CORNER_PX = 100;
/** A smaller triangle shows nothing, a larger one no more: the large picture is for that. */
const LEAST_PX = 44;
const MOST_PX = 160;
/** On a small screen. */
const NARROW_PX = 88;

/** The plan with the largest triangles; where none fits, the smallest in as many rows as it takes. */
export function planAsk(count: number, room: Size): AskPlan {
  let best: AskPlan = { columns: 1, edge: 0, words: 'beside' };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const width = (room.width - ASK_GAP * (columns - 1)) / columns;
    const height = (room.height - ASK_GAP * (rows - 1)) / rows;
    const beside = Math.floor(Math.min(MOST_PX, height, width - BESIDE_PX));
    const corner = Math.floor(Math.min(MOST_PX, height, width));
    if (beside > best.edge) best = { columns, edge: beside, words: 'beside' };
    if (corner >= CORNER_PX && corner > best.edge)
      best = { columns, edge: corner, words: 'corner' };
  }
  if (best.edge >= LEAST_PX) return best;
  const columns = Math.floor((room.width + ASK_GAP) / (LEAST_PX + BESIDE_PX + ASK_GAP));
  return { columns: Math.max(1, columns), edge: LEAST_PX, words: 'beside' };
}

/** On a small screen, where the page scrolls: two in a row. */
export function planAskNarrow(count: number, width: number): AskPlan {
  const columns = Math.min(2, Math.max(1, count));
  const room = (width - ASK_GAP * (columns - 1)) / columns;
  const edge = Math.floor(Math.min(NARROW_PX, room - BESIDE_PX));
  return { columns, edge: Math.max(LEAST_PX, edge), words: 'beside' };
}

/** A trick says more than a habit, an even look nothing. */
const telling = ({ label, score }: HeadJob): number =>
  label === 'mixed' ? 0 : label === 'diffuse' ? 0.01 : 1 + (label === 'induction' ? 1 : 0) + score;

/** Heads with a clear job first, the clearest of them before the others; else as they stand in the model. */
export function mostTelling(
  heads: readonly HeadSource[],
  jobs: readonly HeadJob[] | undefined,
): readonly HeadSource[] {
  const worth = ({ layer, head }: HeadSource) => {
    const job = jobs?.find((other) => other.layer === layer && other.head === head);
    return job ? telling(job) : 0;
  };
  return heads.toSorted((a, b) => worth(b) - worth(a));
}
