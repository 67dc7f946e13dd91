/** The numbers along the axes. Lines and data are the canvas's business. */
import { AxisBottom, AxisLeft } from '@visx/axis';
import type { scaleLinear } from '@visx/scale';
import { lossTicks, stepTicks, tickText } from './domain';
import type { Domain } from './painter';
import type { Margin, Size } from './types';

type Scale = ReturnType<typeof scaleLinear<number>>;

const LABEL = {
  fontFamily: 'var(--sans)',
  fontSize: 12,
  fill: 'var(--text-3)',
  className: 'num',
} as const;

export interface AxesProps {
  size: Size;
  margin: Margin;
  x: Scale;
  y: Scale;
  domain: Domain;
  maxStep: number;
  compact: boolean;
}

export function Axes({ size, margin, x, y, domain, maxStep, compact }: AxesProps) {
  const floor = size.height - margin.bottom;
  return (
    <svg width={size.width} height={size.height} className="loss-axes" aria-hidden="true">
      <AxisLeft
        scale={y}
        left={0}
        hideAxisLine
        hideTicks
        tickValues={lossTicks(domain)}
        tickFormat={(tick) => tickText(Number(tick))}
        tickLabelProps={{
          ...LABEL,
          x: 0,
          dx: 0,
          dy: 4,
          textAnchor: 'start',
          verticalAnchor: 'end',
        }}
      />
      <AxisBottom
        scale={x}
        top={floor}
        hideAxisLine
        hideTicks
        tickValues={stepTicks(maxStep, compact)}
        tickFormat={(tick) => (Number(tick) === 0 ? 'step 0' : Number(tick).toLocaleString('en'))}
        tickLabelProps={(tick) => ({
          ...LABEL,
          dy: 2,
          textAnchor: Number(tick) === 0 ? 'start' : Number(tick) === maxStep ? 'end' : 'middle',
        })}
      />
    </svg>
  );
}
