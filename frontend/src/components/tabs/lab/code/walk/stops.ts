/** Where a walk through one recorded training step stops: which lines, which values, which block of the network. Pure. */
import type { PointName, RecordedPoint, Recording } from 'microgpt';

/** Which letters and heads the walk visits. A letter is a position of the document; `last` has all others before it. */
export interface Reach {
  position: number | 'last' | 'all';
  head: number | 'all';
}

/**
 * What a stop shows. values, gradients: of its point. document, rate, step: how a step begins. read: the letter that is
 * next. mean, square: Adam's running means behind a row of weights. change: what the update did to it.
 */
export type StopKind =
  | 'values'
  | 'gradients'
  | 'document'
  | 'rate'
  | 'step'
  | 'read'
  | 'mean'
  | 'square'
  | 'change';

export interface Stop {
  kind: StopKind;
  /** A name in `Twins.marks`: the line that lights. */
  mark: string;
  point: RecordedPoint | null;
  /** The letter it is about; null: the whole step. */
  position: number | null;
  /** Block of the network that lights, or the beginning of several (viz/Network3D/parts). */
  block: string | null;
  direction: 'forward' | 'backward' | null;
}

/** Letters that a recorded step read. */
export const lengthOf = (recording: Recording): number => recording.result.losses.length;

/** The letter that a walk tells most about. */
export function focusOf(recording: Recording, { position }: Reach): number {
  const last = lengthOf(recording) - 1;
  return typeof position === 'number' ? Math.min(position, last) : last;
}

const BLOCKS: Partial<Record<PointName, string>> = {
  embedding: 'embedding.sum',
  norm: 'norm',
  q: 'q',
  k: 'k',
  v: 'v',
  scores: 'attention',
  weights: 'attention',
  mixed: 'mixed',
  attended: 'projection',
  hidden: 'mlp.up',
  active: 'mlp.up',
  thought: 'mlp.down',
  x: 'x',
  logits: 'logits',
  probs: 'probabilities',
  losses: 'probabilities',
  loss: 'probabilities',
};

export function blockOf({ point, layer, head }: RecordedPoint): string | null {
  const name = BLOCKS[point];
  if (!name || layer === null) return name ?? null;
  return `layer${layer}.${name}${head === null ? '' : `.head${head}`}`;
}

/** On the way back: the blocks that a slope passes, last ones first. */
const BACKWARD: ReadonlySet<PointName> = new Set([
  'probs',
  'logits',
  'x',
  'hidden',
  'mixed',
  'weights',
  'embedding',
]);
/** Of all parameters: shown at lines of their own, after the way back. */
const OF_PARAMETERS: ReadonlySet<PointName> = new Set(['gradients', 'before', 'after']);

/** Every stop of a walk, in the order in which the code ran. */
export function stopsOf(recording: Recording, reach: Reach): Stop[] {
  const begin: Stop[] = (['document', 'rate', 'step'] as const).map((kind) => ({
    ...{ kind, mark: kind, point: null, position: null, direction: null },
    block: kind === 'document' ? 'letters' : null,
  }));
  const focus = focusOf(recording, reach);
  const seen = (point: RecordedPoint, position: number | null) =>
    (point.position === null || position === null || point.position === position) &&
    (point.head === null || reach.head === 'all' || point.head === reach.head);
  const forward = recording.points.filter(
    (point) =>
      !OF_PARAMETERS.has(point.point) && seen(point, reach.position === 'all' ? null : focus),
  );
  const backward = recording.points.filter(
    (point) => BACKWARD.has(point.point) && seen(point, focus),
  );
  const update = recording.points.filter((point) => OF_PARAMETERS.has(point.point));
  return [
    ...begin,
    ...forward.flatMap((point) => [
      ...(point.point === 'embedding' ? [readStop(point)] : []),
      valueStop(point),
    ]),
    ...forward.filter(({ point }) => point === 'loss').map((point) => slopeStop(point, 'backward')),
    ...backward.reverse().map((point) => slopeStop(point, 'slope')),
    ...update.flatMap((point) => [
      ...(point.point === 'after' ? ADAM.map((line) => adamStop(line, point)) : []),
      valueStop(point),
    ]),
  ];
}

const readStop = (point: RecordedPoint): Stop => ({
  ...{ kind: 'read', mark: 'read', point: null, position: point.position },
  ...{ block: 'letters', direction: 'forward' },
});

const valueStop = (point: RecordedPoint): Stop => ({
  ...{ kind: 'values', mark: point.point, point, position: point.position },
  ...{ block: blockOf(point), direction: point.nodes ? 'forward' : null },
});

const slopeStop = (point: RecordedPoint, mark: string): Stop => ({
  ...{ kind: 'gradients', mark, point, position: point.position },
  ...{ block: blockOf(point), direction: 'backward' },
});

/** What Adam does with each gradient, and the lines on which it does it. */
const ADAM = [
  { kind: 'mean', mark: 'direction' },
  { kind: 'square', mark: 'trust' },
  { kind: 'change', mark: 'update' },
] as const;

const adamStop = (line: (typeof ADAM)[number], point: RecordedPoint): Stop => ({
  ...{ ...line, point, position: null, block: null, direction: null },
});

/** The same place in another walk: the same value of the same line, for another letter or head; else the beginning. */
export function sameStop(stops: readonly Stop[], old: Stop | undefined): number {
  const alike = (stop: Stop) =>
    stop.kind === old?.kind &&
    stop.mark === old.mark &&
    stop.point?.point === old.point?.point &&
    stop.point?.layer === old.point?.layer;
  return Math.max(0, stops.findIndex(alike));
}
