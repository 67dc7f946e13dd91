/** What is said when a run has come to its end: the text, the time, and whether unseen text got easier. Pure. */
import type { Checkpoint } from '@/viz/LossChart/types';
import { findOverfit } from './milestones';
import type { Notice } from './ui';

/** One message for every run, so that the next end replaces it and the next beginning takes it away. */
export const COMPLETED = 'completed';
const SHOWN_MS = 4000;
/** A warning asks for thought. */
const WARNED_MS = 8000;

export function completionNotice(
  name: string,
  seconds: number,
  checkpoints: readonly Checkpoint[],
  /** Its best weights are the ones that write: that unseen text got harder later harms nothing. */
  keepsBest = false,
): Notice {
  const title = `${name}: trained in ${seconds.toFixed(1)} s`;
  const overfit = keepsBest ? null : findOverfit(checkpoints);
  if (overfit) {
    const { step, best, now } = overfit;
    const text = `. It began to memorise after step ${step.toLocaleString('en')}: ${best.toFixed(2)} there, ${now.toFixed(2)} now`;
    return { id: COMPLETED, kind: 'warning', title: title + text, duration: WARNED_MS };
  }
  const [start, end] = [checkpoints[0], checkpoints.at(-1)].map((point) => point?.valLoss ?? null);
  const told = start !== null && start !== undefined && end !== null && end !== undefined;
  const losses = told ? `, unseen ${start.toFixed(2)} → ${end.toFixed(2)}` : '';
  return { id: COMPLETED, kind: 'success', title: title + losses, duration: SHOWN_MS };
}
