/** One checkpoint's text on one line of 32 px. Its place is there before the text is. */
import { memo } from 'react';
import './quality.css';
import { QualityBar } from './QualityBar';
import { QualityText } from './QualityText';
import { isRightToLeft } from './quality';

export interface SampleRowProps {
  step: number;
  /** null: still to come. */
  sample: { text: string; quality: string } | null;
  /** The newest one: cyan wash. */
  newest?: boolean;
  /** Looked at, here or on the curve: violet wash. */
  hovered?: boolean;
  onHover?: (step: number | null) => void;
}

/** More characters than fit beside the bar are never seen. */
const SHOWN = 96;

export const SampleRow = memo(function SampleRow({
  step,
  sample,
  newest = false,
  hovered = false,
  onHover,
}: SampleRowProps) {
  const state = sample === null ? 'empty' : hovered ? 'hovered' : newest ? 'newest' : 'past';
  return (
    <li
      className="sample-row"
      data-state={state}
      data-step={step}
      aria-current={newest ? 'step' : undefined}
      onPointerEnter={() => sample && onHover?.(step)}
      onPointerLeave={(event) => event.pointerType !== 'touch' && onHover?.(null)}
    >
      <span className="sample-step num">
        <span className="sr-only">Step </span>
        {step}
        <span className="sr-only">: </span>
      </span>
      <QualityBar text={sample?.text ?? ''} quality={sample?.quality ?? ''} />
      {sample ? (
        <span className="sample-text" dir={isRightToLeft(sample.text) ? 'rtl' : undefined}>
          <QualityText text={sample.text} quality={sample.quality} limit={SHOWN} />
        </span>
      ) : (
        <span className="sample-dots">
          <span className="sr-only">not written yet</span>
        </span>
      )}
    </li>
  );
});
