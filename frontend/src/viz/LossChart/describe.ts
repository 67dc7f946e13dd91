/** The chart in words, for whoever does not see it. Pure. */
import type { Checkpoint, Reference } from './types';

const shown = (loss: number | null | undefined) =>
  loss === null || loss === undefined ? 'not a number' : loss.toFixed(2);

export function describeChart(
  checkpoints: readonly Checkpoint[],
  references: readonly Reference[],
  passed: ReadonlySet<string>,
  maxStep: number,
  best: number | null = null,
): string {
  const lines = references.map(({ label, value }) => `${label} ${value.toFixed(2)}`).join(', ');
  const last = checkpoints.at(-1);
  const first = checkpoints[0];
  if (!last || !first) return `Nothing is trained yet. Reference lines: ${lines}.`;
  const reached = references.filter(({ key }) => passed.has(key)).map(({ label }) => label);
  return [
    `Step ${last.step} of ${maxStep}.`,
    `Measured at rest, the loss on seen text is ${shown(last.trainLoss)}, on unseen text ${shown(last.valLoss)};`,
    `on unseen text it was ${shown(first.valLoss)} at step ${first.step}.`,
    ...(best === null ? [] : [`Best on unseen text: step ${best}.`]),
    reached.length > 0 ? `Passed: ${reached.join(', ')}.` : 'No reference line is passed yet.',
    `Reference lines: ${lines}.`,
  ].join(' ');
}

export function describeCheckpoint({ step, trainLoss, valLoss }: Checkpoint): string {
  return `Step ${step}: seen ${shown(trainLoss)}, unseen ${shown(valLoss)}`;
}
