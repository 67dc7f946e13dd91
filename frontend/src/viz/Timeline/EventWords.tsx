/** The words over the timeline: ticks and events. An event's words lead to its own step, wherever on them they are pressed; its dot says it whole. */
import { memo, useState } from 'react';
import { type PlacedLabel, placeTip } from './labels';
import { DOT_ABOVE, ROW_BASELINES } from './painter';
import { placeTicks } from './ticks';
import { LARGE_RANK, type TimelineEvent } from './types';

export interface EventWordsProps {
  /** `width`: of its words, px. */
  placed: readonly (PlacedLabel & TimelineEvent & { width: number })[];
  maxStep: number;
  size: { width: number; height: number };
  step: number;
  onStep: (step: number) => void;
}

/** A dot is small: this much around it counts, px. */
const REACH = 7;

export const EventWords = memo(function EventWords({
  placed,
  maxStep,
  size,
  step,
  onStep,
}: EventWordsProps) {
  const [told, setTold] = useState<string | null>(null);
  const shown = placed.find(({ id }) => id === told);
  const tip = shown && placeTip(shown.x, size.width);
  return (
    <>
      <svg className="time-words" aria-hidden="true" width={size.width} height={size.height}>
        {placeTicks(maxStep, size.width).map(({ step: at, x, anchor }) => (
          <text
            key={at}
            className="num"
            x={x}
            y={size.height - 4}
            textAnchor={anchor}
            fontSize={12}
          >
            {at.toLocaleString('en')}
          </text>
        ))}
        {placed.map(({ id, x, row, side, text, rank, width, step: at }) => (
          <g
            key={id}
            className="time-event"
            data-passed={at <= step}
            data-large={rank >= LARGE_RANK}
            data-event={id}
            onPointerEnter={() => setTold(id)}
            onPointerLeave={() => setTold(null)}
            onPointerDown={(event) => {
              // A bare dot lies on the way to the rail: a press there takes hold of the thumb, as beside it.
              if (side === 'none' || event.button !== 0) return;
              event.stopPropagation();
              onStep(at);
            }}
          >
            <circle
              cx={x}
              cy={side === 'none' ? size.height - DOT_ABOVE : ROW_BASELINES[row] - 4}
              r={REACH}
            />
            {side !== 'none' && (
              <rect
                x={side === 'right' ? x + 5 : x - 11 - width}
                y={ROW_BASELINES[row] - 13}
                width={width + 6}
                height={17}
                rx={3}
              />
            )}
            {side !== 'none' && (
              <text
                x={side === 'right' ? x + 8 : x - 8}
                y={ROW_BASELINES[row]}
                textAnchor={side === 'right' ? 'start' : 'end'}
              >
                {text}
              </text>
            )}
          </g>
        ))}
      </svg>
      {shown && tip && (
        <div className="time-tip" aria-hidden="true" style={tip}>
          <b className="num">Step {shown.step.toLocaleString('en')}</b> {shown.text}
        </div>
      )}
    </>
  );
});
