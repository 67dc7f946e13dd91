/** The numbers along the axes. Lines and data are the canvas's business. */
import type { Scale } from '../scale';
import { lossTicks, stepTicks, tickText } from './domain';
import type { Domain } from './painter';
import type { Margin, Size } from './types';

/** From a line to the baseline of its number, px: from the axis of steps, and from a loss, whose number stands level with it. */
const BELOW = 22;
const LEVEL = 4;

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
    <svg width={size.width} height={size.height} className="loss-axes num" aria-hidden="true">
      {lossTicks(domain).map((loss) => (
        <text key={loss} x={0} y={y(loss) + LEVEL}>
          {tickText(loss)}
        </text>
      ))}
      {stepTicks(maxStep, compact).map((step) => (
        <text
          key={`step ${step}`}
          x={x(step)}
          y={floor + BELOW}
          textAnchor={anchorOf(step, maxStep)}
        >
          {step === 0 ? 'step 0' : step.toLocaleString('en')}
        </text>
      ))}
    </svg>
  );
}

/** Both ends lean inwards. */
const anchorOf = (step: number, maxStep: number) =>
  step === 0 ? 'start' : step === maxStep ? 'end' : 'middle';
