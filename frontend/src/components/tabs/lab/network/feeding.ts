/** From this page's run to the network's picture: a trained step, or as much of a recorded one as a walk has seen. Pure but for the feed. */
import type { Activations, NamedMatrix, Recording } from 'microgpt';
import type { EmbeddingTables, NetworkFeed } from '@/viz/Network3D/feed';
import type { Stop } from '../code/walk/stops';

/** Letters' vectors as they are, and the one place that is needed, as what is left of their sum. */
export function tablesAt(
  { embedding, tokens }: Activations,
  wte: NamedMatrix,
  position: number,
  blockSize: number,
): EmbeddingTables {
  const width = wte.shape[1];
  const wpe = new Float64Array(blockSize * width);
  const token = tokens[position] ?? 0;
  for (let i = 0; i < width; i++) {
    const sum = embedding[position * width + i] as number;
    wpe[position * width + i] = sum - (wte.data[token * width + i] as number);
  }
  return { wte: wte.data, wpe };
}

/** Both tables as they were when the step was computed. */
export function tablesOf({ points, offsets }: Recording): EmbeddingTables | null {
  const before = points.find(({ point }) => point === 'before')?.values;
  const find = (wanted: string) => {
    const place = offsets.find(({ name }) => name === wanted);
    if (!place || !before) return null;
    const { shape, offset } = place;
    return before.subarray(offset, offset + shape[0] * shape[1]);
  };
  const [wte, wpe] = [find('wte'), find('wpe')];
  return wte && wpe ? { wte, wpe } : null;
}

/**
 * Shows what had been computed for the letter that the walk is at when it came to a stop: everything forward once it is on
 * its way back, with the slopes that it has met.
 */
export function feedWalk(
  feed: NetworkFeed,
  recording: Recording,
  stops: readonly Stop[],
  index: number,
): void {
  const seen = stops.slice(0, index + 1);
  const isBack = seen.some(({ direction }) => direction === 'backward');
  const position = seen.findLast((stop) => stop.position !== null)?.position;
  if (position == null) {
    feed.clear();
    return;
  }
  feed.begin(recording.result.tokens[position] ?? 0, position, tablesOf(recording));
  // Inside a building block its result is still to come.
  const last = seen.findLast(({ kind, point }) => kind !== 'inside' && point !== null)?.point;
  const end = isBack ? recording.points.length : last ? recording.points.indexOf(last) + 1 : 0;
  for (const point of recording.points.slice(0, end)) {
    if (point.position === position) feed.apply(point);
  }
  for (const { kind, point } of seen) {
    if (kind !== 'gradients' || point?.position !== position) continue;
    // The heads that the walk does not stop at got theirs at the same time.
    for (const one of recording.points) {
      const isOne = one.point === point.point && one.layer === point.layer;
      if (isOne && one.position === position) feed.applyBack(one);
    }
  }
}
