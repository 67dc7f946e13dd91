/** What stands beside the violet line: the step, and its losses of the text it trains on (seen) and of the other. */
import type { Checkpoint } from './types';

const WIDE = 208;
const NARROW = 112;
const GAP = 16;

export interface HoverTipProps {
  checkpoint: Checkpoint;
  /** Of the line, px. */
  x: number;
  y: number;
  /** Of the whole chart, px. */
  width: number;
  height: number;
  /** Small type, one loss a line. */
  compact: boolean;
}

export const lossText = (loss: number | null) => (loss === null ? 'not a number' : loss.toFixed(2));

export function HoverTip({ checkpoint, x, y, width, height, compact }: HoverTipProps) {
  const tip = compact ? NARROW : WIDE;
  const right = x + GAP + tip <= width;
  const left = right ? x + GAP : Math.max(0, x - GAP - tip);
  return (
    <div
      className="loss-tip num"
      aria-hidden="true"
      style={{ left, top: Math.min(Math.max(8, y), height - 80), maxWidth: tip }}
    >
      <b>Step {checkpoint.step.toLocaleString('en')}</b>
      <span>
        seen {lossText(checkpoint.trainLoss)}
        <span className="loss-tip-gap">unseen {lossText(checkpoint.valLoss)}</span>
      </span>
    </div>
  );
}
