/** A text the model wrote, each character in the colour of its measured quality. Never markup. */
import { memo } from 'react';
import './quality.css';
import { qualityRuns } from './quality';
import { useTyping } from './useTyping';

export interface QualityTextProps {
  text: string;
  /** One digit per code point of `text`. */
  quality: string;
  /** A newline is shown as ⏎; `wrap` also begins a new line after it. */
  newlines?: 'inline' | 'wrap';
  /** Type a new text out instead of showing it at once. */
  typing?: boolean;
  /** A cyan block after the last character. */
  caret?: boolean;
  /** Show at most this many code points. */
  limit?: number;
  className?: string;
}

const NEWLINE = '⏎';

export const QualityText = memo(function QualityText({
  text,
  quality,
  newlines = 'inline',
  typing = false,
  caret = false,
  limit,
  className = '',
}: QualityTextProps) {
  const typed = useTyping(text, typing);
  const shown = Math.min(typed, limit ?? typed);
  const runs = qualityRuns(text, quality, shown);
  const ahead = [...text].slice(shown, limit).join('').replaceAll('\n', NEWLINE);
  return (
    <span className={`quality-text mono ${className}`} dir="auto">
      {runs.map(({ kind, text: words, start }) =>
        kind === 'break' ? (
          <span key={start} className="q-break">
            {[...words].map(() => NEWLINE + (newlines === 'wrap' ? '\n' : '')).join('')}
          </span>
        ) : (
          <span key={start} className={`q${kind}`}>
            {words}
          </span>
        ),
      )}
      {caret && <span className="q-caret" aria-hidden="true" />}
      {typing && ahead !== '' && <span className="q-ahead" aria-hidden="true" data-text={ahead} />}
    </span>
  );
});
