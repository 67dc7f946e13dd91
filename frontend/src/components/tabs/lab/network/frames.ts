/**
 * What each block of the network's picture holds: from the activations of a step, or from as much of a recorded step as
 * a walk has seen. One position of the document at a time. Pure; the names of the blocks are those of viz/Network3D/parts.
 */
import type { Activations, NamedMatrix, RecordedPoint, Recording } from 'microgpt';
import type { Numbers } from '@/viz/Network3D/types';
import { blockOf, type Stop } from '../code/walk/stops';

export interface Frame {
  values: Map<string, Numbers>;
  gradients: Map<string, Numbers> | null;
}

/** What the toolbox adds to the mean square before its root. */
const NORM_EPS = 1e-5;

/** The same direction at a steady length, as `rmsnorm` of the code. */
export function normed(x: ArrayLike<number>): Float64Array {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i] as number) ** 2;
  const scale = (squares / x.length + NORM_EPS) ** -0.5;
  return Float64Array.from(x, (value) => value * scale);
}

const added = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + (b[i] as number));

function oneOf(count: number, chosen: number): Float64Array {
  const all = new Float64Array(count);
  if (chosen >= 0 && chosen < count) all[chosen] = 1;
  return all;
}

const rowOf = (data: Float64Array, row: number, width: number) =>
  data.subarray(row * width, (row + 1) * width);

/** What goes in: which letter, where, and both as vectors. */
function given(
  values: Frame['values'],
  token: number,
  position: number,
  wte: NamedMatrix,
  wpe: Pick<NamedMatrix, 'shape' | 'data'>,
): void {
  const [vocabSize, width] = wte.shape;
  values.set('letters', oneOf(vocabSize, token));
  values.set('position', oneOf(wpe.shape[0], position));
  values.set('embedding.token', rowOf(wte.data, token, width));
  values.set('embedding.position', rowOf(wpe.data, position, width));
}

/** Of the last step: the whole forward pass at one position. `wte` is of after its update. */
export function activationFrame(
  activations: Activations,
  wte: NamedMatrix | null,
  { nHead, blockSize }: { nHead: number; blockSize: number },
  position: number,
): Frame {
  const { tokens, layers } = activations;
  const length = tokens.length;
  const at = (data: Float64Array) => rowOf(data, position, data.length / length);
  const values: Frame['values'] = new Map();
  const embedding = at(activations.embedding);
  const token = tokens[position] ?? 0;
  if (wte) {
    values.set('letters', oneOf(wte.shape[0], token));
    values.set('position', oneOf(blockSize, position));
    const row = rowOf(wte.data, token, wte.shape[1]);
    values.set('embedding.token', row);
    values.set(
      'embedding.position',
      embedding.map((value, i) => value - (row[i] as number)),
    );
  }
  values.set('norm', at(activations.norm));
  let stream = at(activations.norm);
  for (const [layer, one] of layers.entries()) {
    const set = (id: string, numbers: Float64Array) => values.set(`layer${layer}.${id}`, numbers);
    set('norm1', normed(stream));
    for (const name of ['q', 'k', 'v', 'mixed'] as const) set(name, at(one[name]));
    for (let head = 0; head < nHead; head++) {
      const row = rowOf(one.weights, head * length + position, length);
      set(`attention.head${head}`, row.subarray(0, position + 1));
    }
    set('projection', at(one.attended));
    set('norm2', normed(added(stream, at(one.attended))));
    set('mlp.up', at(one.active));
    set('mlp.down', at(one.x));
    stream = at(one.x);
  }
  values.set('logits', at(activations.logits));
  values.set('probabilities', at(activations.probs));
  return { values, gradients: null };
}

/** Scores are no shares: their block shows what becomes of them. */
const UNSEEN: ReadonlySet<string> = new Set(['scores', 'embedding', 'losses', 'loss']);

/** Of a recorded step: what had been computed when the walk stood at this stop. */
export function walkFrame(recording: Recording, stops: readonly Stop[], index: number): Frame {
  const stop = stops[index];
  const values: Frame['values'] = new Map();
  const position = stop?.position ?? stops.findLast((one) => one.position !== null)?.position ?? 0;
  const weights = weightsOf(recording);
  if (weights && stop && index > 0) {
    given(values, recording.result.tokens[position] ?? 0, position, weights.wte, weights.wpe);
  }
  const isBack = stops.slice(0, index + 1).some(({ direction }) => direction === 'backward');
  const end =
    isBack || !stop?.point ? recording.points.length : recording.points.indexOf(stop.point);
  const hasBegun =
    stop?.point != null || isBack || stops.slice(0, index).some(({ point }) => point);
  const seen = recording.points
    .slice(0, hasBegun ? end + 1 : 0)
    .filter((point) => point.position === position);
  let stream: Float64Array | null = null;
  for (const point of seen) {
    if (point.point === 'norm') stream = point.values;
    if (point.point === 'q' && stream) values.set(`layer${point.layer}.norm1`, normed(stream));
    if (point.point === 'hidden' && stream) values.set(`layer${point.layer}.norm2`, normed(stream));
    if (point.point === 'attended' && stream) stream = added(stream, point.values);
    if (point.point === 'x') stream = point.values;
    const block = blockOf(point);
    if (block !== null && !UNSEEN.has(point.point)) values.set(block, point.values);
  }
  return { values, gradients: isBack ? slopesUntil(stops, index) : null };
}

/** Slopes of the loss that the walk has come by on its way back. */
function slopesUntil(stops: readonly Stop[], index: number): Map<string, Numbers> {
  const slopes = new Map<string, Numbers>();
  for (const { kind, block, point } of stops.slice(0, index + 1)) {
    if (kind !== 'gradients' || block === null || !point?.gradients) continue;
    slopes.set(block, point.gradients);
  }
  return slopes;
}

/** The tables of letters and places as they were when the step was computed. */
function weightsOf(recording: Recording): { wte: NamedMatrix; wpe: NamedMatrix } | null {
  const before = recording.points.find(({ point }: RecordedPoint) => point === 'before');
  const find = (wanted: string): NamedMatrix | null => {
    const place = recording.offsets.find(({ name }) => name === wanted);
    if (!place || !before) return null;
    const { name, shape, offset } = place;
    return { name, shape, data: before.values.subarray(offset, offset + shape[0] * shape[1]) };
  };
  const [wte, wpe] = [find('wte'), find('wpe')];
  return wte && wpe ? { wte, wpe } : null;
}
