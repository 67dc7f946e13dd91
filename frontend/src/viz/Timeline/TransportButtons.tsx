/** Previous step, Play timeline, Next step. A button at its end keeps the focus and says that it is spent. */
import type { ReactNode } from 'react';

export interface TransportButtonsProps {
  narrow: boolean;
  playing: boolean;
  disabled: boolean;
  atStart: boolean;
  atEnd: boolean;
  onPrevious: () => void;
  onNext: () => void;
  onPlay: () => void;
  children?: ReactNode;
}

const SHAPES = {
  previous: 'M4.5 4h2.4v12H4.5zM16 4v12l-8-6z',
  next: 'M13.1 4h2.4v12h-2.4zM4 4v12l8-6z',
  play: 'M6 3.6v12.8L16.8 10z',
  pause: 'M5.4 4h3.4v12H5.4zM11.2 4h3.4v12h-3.4z',
} as const;

const Shape = ({ name }: { name: keyof typeof SHAPES }) => (
  <svg width={20} height={20} viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    <path d={SHAPES[name]} />
  </svg>
);

export const MoreShape = () => (
  <svg width={20} height={20} viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
    {[4, 10, 16].map((x) => (
      <circle key={x} cx={x} cy={10} r={1.8} />
    ))}
  </svg>
);

export function TransportButtons({
  narrow,
  playing,
  disabled,
  atStart,
  atEnd,
  onPrevious,
  onNext,
  onPlay,
  children,
}: TransportButtonsProps) {
  const size = narrow ? 'btn-tall' : '';
  const step = (label: string, name: 'previous' | 'next', spent: boolean, act: () => void) => (
    <button
      type="button"
      className={`btn btn-control btn-square ${size}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      aria-disabled={spent || undefined}
      onClick={() => !spent && act()}
    >
      <Shape name={name} />
    </button>
  );
  return (
    <div className="time-buttons">
      {step('Previous step', 'previous', atStart, onPrevious)}
      <button
        type="button"
        className={`btn btn-yours time-play ${size} ${narrow ? '' : 'btn-square'}`}
        aria-label="Play timeline"
        title={playing ? 'Pause timeline' : 'Play timeline'}
        aria-pressed={playing}
        disabled={disabled}
        onClick={onPlay}
      >
        <Shape name={playing ? 'pause' : 'play'} />
        {narrow && <span className="time-play-word">Timeline</span>}
      </button>
      {step('Next step', 'next', atEnd, onNext)}
      {children}
    </div>
  );
}
