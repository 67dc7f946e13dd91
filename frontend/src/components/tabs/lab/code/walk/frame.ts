/**
 * What the network's picture holds at a stop of the walk: the values of the letter in focus as far as they were computed
 * by then, by the ids of viz/Network3D. Pure; adds what a residual adds and norms as rmsnorm does, and nothing else.
 */
import type { RecordedPoint } from 'microgpt';
import { blockOf, focusOf, type Reach, type Stop } from './stops';
import type { Story } from './story';

export interface WalkFrame {
  values: ReadonlyMap<string, Float64Array>;
  /** Slopes, as far as the way back has come; empty on the way forward. */
  gradients: ReadonlyMap<string, Float64Array>;
}

/** The picture of the stop at `index`. */
export function frameAt(
  stops: readonly Stop[],
  index: number,
  story: Story,
  reach: Reach,
): WalkFrame {
  const stop = stops[index];
  const position =
    reach.position === 'all' && stop?.direction === 'forward'
      ? (stop.position ?? story.length - 1)
      : focusOf(story.recording, reach);
  const values = new Map<string, Float64Array>();
  const gradients = new Map<string, Float64Array>();
  const passed = stops.slice(0, index + 1);
  if (passed.some(({ kind, position: at }) => kind === 'read' && at === position)) {
    putInputs(values, story, position);
  }
  for (const { kind, point } of passed) {
    if (!point || point.position !== position) continue;
    const block = blockOf(point);
    if (!block) continue;
    if (kind === 'gradients' && point.gradients) {
      // The slope of a sum goes on to both of what was added.
      const parts =
        point.point === 'embedding' ? ['embedding.token', 'embedding.position'] : [block];
      for (const part of parts) gradients.set(part, point.gradients);
    } else if (kind === 'values') putValue(values, story, point, block);
  }
  return { values, gradients };
}

/** Which letter, which place, and the rows of the tables that stand for them. */
function putInputs(values: Map<string, Float64Array>, story: Story, position: number): void {
  const token = story.recording.result.tokens[position] ?? 0;
  const tables = [
    { name: 'wte', row: token, which: 'letters', looked: 'embedding.token' },
    { name: 'wpe', row: position, which: 'position', looked: 'embedding.position' },
  ];
  const weights = story.find('before')?.values;
  for (const { name, row, which, looked } of tables) {
    const table = story.recording.offsets.find((matrix) => matrix.name === name);
    if (!table || !weights) continue;
    const [rows, columns] = table.shape;
    const one = new Float64Array(rows);
    one[row] = 1;
    values.set(which, one);
    const start = table.offset + row * columns;
    values.set(looked, weights.slice(start, start + columns));
  }
}

function putValue(
  values: Map<string, Float64Array>,
  story: Story,
  point: RecordedPoint,
  block: string,
): void {
  const { point: name, position, layer } = point;
  // Matches before they become shares: the picture of a head shows shares alone.
  if (name === 'embedding' || name === 'scores' || name === 'thought') return;
  if (name === 'attended') {
    const before = streamInto(story, position, layer ?? 0);
    const sum = point.values.map((value, i) => value + (before?.[i] ?? 0));
    values.set(block, sum);
    values.set(`layer${layer}.norm2`, normed(sum));
    return;
  }
  if (name === 'q') {
    const before = streamInto(story, position, layer ?? 0);
    if (before) values.set(`layer${layer}.norm1`, normed(before));
  }
  values.set(block, point.values);
}

/** x as a layer gets it. */
function streamInto(story: Story, position: number | null, layer: number) {
  const place = { position, ...(layer > 0 && { layer: layer - 1 }) };
  return story.find(layer > 0 ? 'x' : 'norm', place)?.values;
}

/** As rmsnorm of microgpt.js. */
function normed(x: Float64Array): Float64Array {
  const square = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const scale = (square + 1e-5) ** -0.5;
  return x.map((value) => value * scale);
}
