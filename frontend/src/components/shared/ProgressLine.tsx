/** How far a run is, as a line of the learned gradient: the further, the more of it shows. */
import { Progress } from 'radix-ui';
import { cx } from './cx';

export interface ProgressLineProps {
  /** The accessible name: "Training progress". */
  label: string;
  /** 0 to 1; what is outside is clamped. */
  value: number;
  /** Thickness in px: 2 under the control bar, 4 in a list. */
  thickness?: 2 | 4;
  /** Spoken instead of the percentage: "250 of 500 steps". */
  valueText?: string;
  className?: string;
}

export function ProgressLine({
  label,
  value,
  thickness = 2,
  valueText,
  className,
}: ProgressLineProps) {
  const share = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
  const percent = Math.round(share * 1000) / 10;
  return (
    <Progress.Root
      aria-label={label}
      value={percent}
      max={100}
      getValueLabel={() => valueText ?? `${Math.round(percent)} %`}
      className={cx('progress', className)}
      style={{ height: thickness }}
    >
      <Progress.Indicator className="progress-fill" style={{ transform: `scaleX(${share})` }} />
    </Progress.Root>
  );
}
