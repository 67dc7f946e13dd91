/**
 * A text with its phrases marked and, where it was measured, how sure each character was as the strength of a line
 * below it. Text is never markup. One phrase is reached by Tab, the others by arrow keys.
 */
import { type FocusEvent, type KeyboardEvent, memo, type PointerEvent, useRef } from 'react';
import './Phrases.css';
import type { Paragraph, Piece } from './pieces';

export interface PhraseTextProps {
  paragraphs: readonly Paragraph[];
  /** The phrase in sight, wherever it is pointed at. */
  active: number | null;
  onActive: (id: number | null) => void;
  /** Whose words these are: Inter and violet, or mono and cyan. */
  voice: 'person' | 'machine';
  /** What stood before the first paragraph and goes on in it. */
  lead?: string;
  /** What is told of a phrase to who cannot see its ribbon. */
  reason: (id: number) => string;
}

const idOf = (target: EventTarget | null): number | null => {
  const mark = target instanceof Element ? target.closest<HTMLElement>('[data-ids]') : null;
  const first = mark?.dataset.ids?.split(' ')[0];
  return first === undefined ? null : Number(first);
};

/** Where two phrases meet over a blank, the blank is part of both and nothing to press. */
const canPress = ({ ids, stretches }: Piece): boolean =>
  ids.length > 0 && stretches.some(({ text }) => text.trim() !== '');

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

export const PhraseText = memo(function PhraseText({
  paragraphs,
  active,
  onActive,
  voice,
  reason,
  lead = '',
}: PhraseTextProps) {
  const root = useRef<HTMLDivElement>(null);
  const first = paragraphs.flatMap(({ pieces }) => pieces).find(canPress);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onActive(null);
    const by = STEPS[event.key];
    if (by === undefined) return;
    const marks = [...(root.current?.querySelectorAll<HTMLElement>('[role="button"]') ?? [])];
    const at = marks.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    marks[Math.min(marks.length - 1, Math.max(0, at + by))]?.focus();
  };
  const onPointerOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType !== 'touch') onActive(idOf(target));
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (idOf(relatedTarget) === null) onActive(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the phrases inside are what is pressed and focused
    <div
      ref={root}
      className={`phrases phrases-${voice}`}
      onKeyDown={onKeyDown}
      onPointerOver={onPointerOver}
      onPointerLeave={() => onActive(null)}
      onClick={({ target }) => onActive(idOf(target))}
      onFocus={({ target }) => onActive(idOf(target))}
      onBlur={onBlur}
    >
      {paragraphs.map(({ start, pieces }, i) => (
        <p key={start} dir="auto">
          {i === 0 && lead !== '' && <span className="phrases-lead">{lead}</span>}
          {pieces.map((piece) => {
            const words = piece.stretches.map(({ start: at, text, level }) =>
              level === null ? (
                text
              ) : (
                <span key={at} className={`sure-${level}`}>
                  {text}
                </span>
              ),
            );
            if (piece.ids.length === 0) return <span key={piece.start}>{words}</span>;
            const marked = {
              className: 'phrase',
              'data-ids': piece.ids.join(' '),
              'data-start': piece.start,
              'data-active': active !== null && piece.ids.includes(active),
            };
            if (!canPress(piece)) {
              return (
                <span key={piece.start} {...marked}>
                  {words}
                </span>
              );
            }
            return (
              // biome-ignore lint/a11y/useSemanticElements: a real button cannot break over two lines
              <span
                key={piece.start}
                role="button"
                tabIndex={piece === first ? 0 : -1}
                aria-description={reason(piece.ids[0] ?? 0)}
                {...marked}
              >
                {words}
              </span>
            );
          })}
        </p>
      ))}
    </div>
  );
});
