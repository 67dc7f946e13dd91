/** How the tiles of an overview stand beside each other: as large as the room allows, all of them in sight. Pure. */
import type { Size } from '@/viz/useSize';

/** Words over the free corner of a large triangle, right of a smaller one, or in the corner of a small tile. */
export type TileKind = 'large' | 'wide' | 'small';

export interface TilePlan {
  columns: number;
  kind: TileKind;
  /** Whether every tile fits the room; otherwise the grid scrolls in its place. */
  fits: boolean;
}

/** What a tile of each kind leaves around its triangle, px, its border included. cinema.css has the same figures. */
const AROUND: Record<TileKind, Size> = {
  large: { width: 30, height: 41 },
  wide: { width: 18, height: 18 },
  small: { width: 18, height: 18 },
};
export const GAPS: Record<TileKind, number> = { large: 16, wide: 8, small: 8 };
/** A tile from here on, on both sides, has room for large words over its triangle. */
const LARGE_PX = 240;
/** So much wider than high, a tile takes the words beside its triangle. */
const BESIDE_PX = 96;
/** A smaller triangle shows nothing: then the grid scrolls. */
const LEAST_PX = 96;
/** On a small screen up to this many heads stand below each other. */
const FEW = 4;

const tileSize = (room: Size, columns: number, rows: number, gap: number): Size => ({
  width: (room.width - gap * (columns - 1)) / columns,
  height: (room.height - gap * (rows - 1)) / rows,
});

/** The kind of tile that so many columns and rows leave room for, and the edge of its triangle, px, in whole cells. */
function measure(room: Size, columns: number, rows: number, count: number) {
  const large = tileSize(room, columns, rows, GAPS.large);
  const tight = tileSize(room, columns, rows, GAPS.small);
  const kind: TileKind =
    Math.min(large.width, large.height) >= LARGE_PX
      ? 'large'
      : tight.width - tight.height >= BESIDE_PX
        ? 'wide'
        : 'small';
  const tile = kind === 'large' ? large : tight;
  const { width, height } = AROUND[kind];
  const edge = Math.max(0, Math.min(tile.width - width, tile.height - height));
  return { kind, edge: edge >= count ? Math.floor(edge / count) * count : edge };
}

/** The columns with the largest triangle, and of these the fewest; `whole`: no layer is torn over rows that it shares. */
function largest(layers: number, heads: number, characters: number, room: Size, whole: boolean) {
  const total = Math.max(1, layers * heads);
  let best: TilePlan & { edge: number } = { columns: 1, kind: 'small', fits: false, edge: 0 };
  for (let columns = 1; columns <= total; columns++) {
    if (whole && columns % heads !== 0 && heads % columns !== 0) continue;
    const { kind, edge } = measure(room, columns, Math.ceil(total / columns), characters);
    if (edge > best.edge) best = { columns, kind, edge, fits: edge >= LEAST_PX };
  }
  return best;
}

/**
 * Columns for a model in a room of px, with triangles of `characters` rows. A row holds whole layers, or a layer whole rows, unless
 * the heads fit in no other way.
 */
export function planTiles(layers: number, heads: number, characters: number, room: Size): TilePlan {
  for (const whole of [true, false]) {
    const { columns, kind, fits } = largest(layers, heads, characters, room, whole);
    if (fits) return { columns, kind, fits };
  }
  return { columns: Math.min(8, heads === 1 ? layers : heads), kind: 'small', fits: false };
}

/** The same on a small screen, where the page scrolls. */
export function planNarrow(layers: number, heads: number): TilePlan {
  return layers * heads <= FEW
    ? { columns: 1, kind: 'large', fits: true }
    : { columns: 2, kind: 'small', fits: true };
}

/** Where an arrow key leads among `count` tiles in `columns`; undefined for any other key. */
export function keyTile(
  key: string,
  at: number,
  count: number,
  columns: number,
): number | undefined {
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: count - 1,
  }[key];
  if (to === undefined) return undefined;
  return to < 0 || to >= count ? at : to;
}
