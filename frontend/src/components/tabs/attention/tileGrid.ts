/** How the tiles of an overview stand beside each other. Pure. */

/** Up to this many heads share one row of large tiles. */
const ONE_ROW = 4;

/** Columns for a model: a layer never breaks in the middle unless it is a row of its own. */
export function columnsFor(layers: number, heads: number): number {
  const count = layers * heads;
  if (count <= ONE_ROW) return Math.max(1, count);
  if (heads === 1) return Math.min(layers, ONE_ROW);
  // Two layers of two heads share a row.
  return heads === 2 ? ONE_ROW : heads;
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
