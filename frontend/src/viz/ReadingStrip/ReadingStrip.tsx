/** The probe text with arcs from one violet character to everything it looks at. `StripPainter` paints; here are role, keys and words. */
import {
  type KeyboardEvent,
  type PointerEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import './ReadingStrip.css';
import { figure, spoken } from '../glyph';
import { strongestColumn, weightAt } from '../matrix';
import { useSize } from '../useSize';
import { charAt } from './layout';
import { layerColor, StripPainter, type StripPicture } from './painter';
import type { ReadingStripProps } from './types';

const UNMEASURED = { width: 1230, height: 206 };
const NARROW_PX = 640;

/** What every head looks at most from a character. */
export function readingWords(
  heads: ReadingStripProps['heads'],
  tokens: readonly string[],
  row: number,
): string {
  const looks = heads.map(({ layer, head, source }) => {
    const frame = source.getFrame();
    const column = strongestColumn(frame, row);
    const target = `'${spoken(tokens[column] ?? '')}'`;
    return `layer ${layer} head ${head} at ${target} ${figure(weightAt(frame, row, column))}`;
  });
  return `Character ${row + 1}, '${spoken(tokens[row] ?? '')}', looks most: ${looks.join(', ')}`;
}

export function ReadingStrip({
  heads,
  layers,
  tokens,
  hovered,
  onHover,
  lockedRow = null,
  walks = true,
  note,
  legend,
}: ReadingStripProps) {
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<StripPainter | null>(null);
  const size = useSize(root, UNMEASURED);
  const [byKey, setByKey] = useState(false);

  const row = lockedRow ?? hovered?.row ?? null;
  const column = row === null ? null : (hovered?.column ?? null);
  const picture = useMemo<StripPicture>(
    () => ({
      ...{ size, heads, layers, tokens, walks },
      cell: row === null ? null : { row, column },
    }),
    [size, heads, layers, tokens, walks, row, column],
  );
  const newest = useRef(picture);
  useLayoutEffect(() => {
    newest.current = picture;
    painter.current?.update(picture);
  }, [picture]);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new StripPainter(canvas.current, newest.current, (at) => {
      root.current?.setAttribute('aria-valuenow', String(at + 1));
    });
    painter.current = made;
    return () => {
      made.dispose();
      painter.current = null;
    };
  }, []);

  const onPointer = (event: PointerEvent) => {
    const box = root.current?.getBoundingClientRect();
    if (!box || lockedRow !== null) return;
    setByKey(false);
    const strip = painter.current?.hold();
    const at = strip ? charAt(strip, event.clientX - box.left) : null;
    if (at !== null && (at !== hovered?.row || hovered.column !== null)) {
      onHover({ row: at, column: null });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || tokens.length === 0) return;
    const at = painter.current?.row ?? 0;
    const last = tokens.length - 1;
    const next = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next !== undefined && lockedRow === null) {
      setByKey(true);
      painter.current?.release();
      onHover({ row: Math.min(last, Math.max(0, next)), column: null });
    } else if (event.key === 'Escape' && hovered) onHover(null);
    else return;
    event.preventDefault();
    // The page's own shortcuts must not act on a key that was meant for the text.
    event.stopPropagation();
  };

  const words =
    row === null
      ? 'reads by itself'
      : readingWords(heads, tokens, Math.min(row, tokens.length - 1));
  const narrow = size.width < NARROW_PX;
  return (
    <div
      ref={root}
      className="reading-strip"
      role="slider"
      tabIndex={0}
      aria-label="Reading position"
      aria-valuemin={1}
      aria-valuemax={Math.max(1, tokens.length)}
      aria-valuenow={(row ?? 0) + 1}
      aria-valuetext={words}
      onKeyDown={onKeyDown}
      onBlur={() => byKey && lockedRow === null && onHover(null)}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={(event) => {
        painter.current?.release();
        if (event.pointerType !== 'touch' && lockedRow === null && hovered) onHover(null);
      }}
    >
      <canvas ref={canvas} style={{ width: size.width, height: size.height }} />
      <p className="reading-title" aria-hidden="true">
        <b>Reading</b>{' '}
        {!narrow && (note ?? <span>where each head looks from the violet character</span>)}
      </p>
      {legend && (
        <div className="reading-legend" data-narrow={narrow}>
          {legend}
        </div>
      )}
      <span className="reading-above" aria-hidden="true" style={{ color: layerColor(0, layers) }}>
        Layer 0 above
      </span>
      {layers > 1 && (
        <span
          className="reading-below"
          aria-hidden="true"
          style={{ color: layerColor(layers - 1, layers) }}
        >
          Layer {layers - 1} below
        </span>
      )}
    </div>
  );
}
