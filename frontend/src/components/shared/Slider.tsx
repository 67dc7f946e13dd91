/** A value on a line, dragged or moved by arrow keys. The part below it is violet: the person's choice. */
import type { CSSProperties } from 'react';

export interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** What a screen reader says of the value, where the figure alone says little. */
  valueText?: string;
  onValueChange: (value: number) => void;
}

export function Slider({ label, value, min, max, step, valueText, onValueChange }: SliderProps) {
  const share = { '--share': `${(100 * (value - min)) / (max - min)}%` } as CSSProperties;
  return (
    <input
      type="range"
      className="slider"
      aria-label={label}
      aria-valuetext={valueText}
      {...{ min, max, step, value }}
      style={share}
      onChange={(event) => onValueChange(Number(event.target.value))}
    />
  );
}
