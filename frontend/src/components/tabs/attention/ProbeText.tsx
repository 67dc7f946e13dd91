/** The text that is read, each character tinted by how strongly one row looks at it. Paints without rendering React. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Cell, MatrixSource } from '@/viz/attention';
import { glyph } from '@/viz/glyph';
import { heatCss, inkOn } from '@/viz/heat';
import { weightAt } from '@/viz/matrix';
import { useFrames } from '@/viz/useFrames';

/** Weaker looks leave a character as it is. */
const VISIBLE = 0.03;
/** Where a line that is too long shows the looking character: most of what it looks at lies before it. */
const BEFORE = 0.8;

export interface ProbeTextProps {
  source: MatrixSource;
  tokens: readonly string[];
  /** The looking character; null: nothing is tinted. */
  row: number | null;
  onHover?: (cell: Cell | null) => void;
}

export function ProbeText({ source, tokens, row, onHover }: ProbeTextProps) {
  const text = useRef<HTMLParagraphElement>(null);
  const paint = useCallback(() => {
    const frame = source.getFrame();
    for (const [i, child] of [...(text.current?.children ?? [])].entries()) {
      const span = child as HTMLElement;
      const weight = row === null || i > row ? 0 : weightAt(frame, row, i);
      const tinted = weight > VISIBLE && i !== row;
      span.style.background = tinted ? heatCss(weight) : '';
      span.style.color = tinted ? inkOn(weight) : '';
      const shown = tinted || i === row ? glyph(tokens[i] ?? '') : quiet(tokens[i] ?? '');
      if (span.textContent !== shown) span.textContent = shown;
    }
    return false;
  }, [source, tokens, row]);
  useFrames(
    useMemo(() => [source], [source]),
    paint,
  );
  useEffect(() => {
    const line = text.current;
    const looking = row === null ? null : (line?.children[row] as HTMLElement | undefined);
    if (line && looking) {
      line.scrollLeft = looking.offsetLeft - line.offsetLeft - BEFORE * line.clientWidth;
    }
  }, [row]);
  return (
    <p ref={text} className="probe-text mono" dir="auto" onPointerLeave={() => onHover?.(null)}>
      {tokens.map((token, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a character is its place
          key={i}
          className={
            row === null ? undefined : i === row ? 'probe-me' : i > row ? 'probe-off' : undefined
          }
          onPointerEnter={() => onHover?.({ row: i, column: null })}
        >
          {quiet(token)}
        </span>
      ))}
    </p>
  );
}

/** A space that nobody looks at is just a space. */
const quiet = (token: string) => (token === ' ' ? '\u00a0' : glyph(token));
