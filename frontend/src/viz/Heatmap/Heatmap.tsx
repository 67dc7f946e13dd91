/**
 * One head's attention as a triangle: the future above the diagonal is not drawn. `HeatmapPainter` puts the picture without rendering
 * React; what is rendered here follows the pointer.
 */
import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import './Heatmap.css';
import type { Cell } from '../attention';
import { CellSentence, cellWords } from '../CellSentence';
import { useSize } from '../useSize';
import { describeHeatmap } from './describe';
import {
  cellAt,
  fillGrid,
  hasRows,
  keyCell,
  placeChips,
  placeGrid,
  placeTip,
  ROOMY_PX,
} from './layout';
import {
  Chips,
  Crosshair,
  DiagonalLabels,
  LEGEND,
  Legend,
  PointedChars,
  RowLabels,
} from './Overlay';
import { HeatmapPainter } from './painter';
import type { HeatmapProps } from './types';

const UNMEASURED = { width: 566, height: 534 };
const TIP = { width: 316, height: 44 };
const VERTICAL: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };
/** A smaller triangle has no room for a character beside it. */
const NAMED_PX = 88;
/** Cells that fill a room differ by a pixel in size: from here on nobody sees it. */
const EVEN_PX = 5;
const NOBODY: readonly number[] = [];

export function Heatmap({
  source,
  layer,
  head,
  tokens,
  variant,
  annotated: wantAnnotated,
  filling = false,
  hovered = null,
  onHover,
  lockedRow = null,
  onLockRow,
}: HeatmapProps) {
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const description = useRef<HTMLParagraphElement>(null);
  const painter = useRef<HeatmapPainter | null>(null);
  const id = useId();
  const size = useSize(root, UNMEASURED);
  const [byKey, setByKey] = useState(false);

  const detail = variant === 'detail';
  const annotated = detail && (wantAnnotated ?? size.width >= ROOMY_PX);
  const count = tokens.length;
  const grid = useMemo(
    () =>
      filling
        ? fillGrid(size, count)
        : placeGrid(size, count, annotated, window.devicePixelRatio || 1),
    [size, count, annotated, filling],
  );

  const describe = useRef<() => void>(() => {});
  useLayoutEffect(() => {
    describe.current = () => {
      const words = describeHeatmap(source.getFrame(), tokens);
      if (description.current && description.current.textContent !== words) {
        description.current.textContent = words;
      }
    };
    describe.current();
  }, [source, tokens]);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new HeatmapPainter(canvas.current, () => describe.current());
    painter.current = made;
    return () => {
      made.dispose();
      painter.current = null;
    };
  }, []);
  useEffect(() => painter.current?.follow(source), [source]);

  const shown = inside(lockedRow === null ? hovered : lockedCell(hovered, lockedRow), count);
  const hover = (cell: Cell | null) => {
    if (cell?.row !== hovered?.row || cell?.column !== hovered?.column) onHover?.(cell);
  };
  const onPointer = (event: PointerEvent) => {
    if (!onHover) return;
    const box = root.current?.getBoundingClientRect();
    if (!box) return;
    setByKey(false);
    hover(cellAt(grid, event.clientX - box.left, event.clientY - box.top, lockedRow));
  };
  const toggleLock = (row: number | undefined) => {
    if (row !== undefined) onLockRow?.(lockedRow === row ? null : row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = keyCell(event.key, shown, count, lockedRow);
    if (event.key === 'Escape' && (lockedRow !== null || hovered)) {
      if (lockedRow !== null) onLockRow?.(null);
      else hover(null);
    } else if (event.key === 'Enter' || event.key === ' ') toggleLock(shown?.row);
    else if (lockedRow !== null && VERTICAL[event.key] !== undefined) {
      // The hold goes along, so that what is held is what is seen.
      const row = Math.min(count - 1, Math.max(0, lockedRow + (VERTICAL[event.key] ?? 0)));
      setByKey(true);
      onLockRow?.(row);
    } else if (next && onHover) {
      setByKey(true);
      hover(next);
    } else return;
    event.preventDefault();
    // The page's own shortcuts must not act on a key that was meant for the picture.
    event.stopPropagation();
  };

  const chips = detail && shown ? placeChips(grid, shown, size) : null;
  const tip =
    annotated && chips && shown && shown.column !== null
      ? placeTip(grid, shown.row, TIP, size, [
          chips.from,
          chips.to,
          {
            x: size.width - LEGEND.right - 200,
            y: LEGEND.top,
            width: 200,
            height: LEGEND.height,
          },
        ])
      : null;
  const near = useMemo(
    () => (annotated && chips && shown ? [shown.row, shown.column ?? shown.row] : NOBODY),
    [annotated, chips, shown],
  );

  return (
    <div
      ref={root}
      className="heatmap"
      data-variant={variant}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={(event) => event.pointerType !== 'touch' && onHover && hover(null)}
    >
      <div
        role="img"
        aria-label={`Attention, layer ${layer}, head ${head}`}
        aria-describedby={`${id}-text`}
        className="heat-plot"
        {...(detail && {
          tabIndex: 0,
          onKeyDown,
          // A press holds a row and leaves the keys to the page: whoever comes by Tab walks from cell to cell.
          onMouseDown: (event: { preventDefault: () => void; currentTarget: Element }) => {
            event.preventDefault();
            const { activeElement: focused } = document;
            if (focused instanceof HTMLElement && focused !== event.currentTarget) focused.blur();
          },
          onClick: (event: { clientX: number; clientY: number }) => {
            const box = root.current?.getBoundingClientRect();
            if (!box) return;
            const at = cellAt(grid, event.clientX - box.left, event.clientY - box.top, null);
            if (at) toggleLock(at.row);
          },
          onBlur: () => byKey && hover(null),
        })}
      >
        <canvas
          ref={canvas}
          data-fine={grid.cell * (window.devicePixelRatio || 1) < (filling ? EVEN_PX : 1)}
          style={{
            left: grid.x,
            top: grid.y,
            width: grid.cell * count,
            height: grid.cell * count,
          }}
        />
        <svg className="heat-over" aria-hidden="true" width={size.width} height={size.height}>
          {annotated && <Legend size={size} />}
          {annotated && <DiagonalLabels {...{ grid, tokens, near }} />}
          {annotated && hasRows(grid) && <RowLabels {...{ grid, tokens, near }} />}
          {!annotated && shown && count * grid.cell >= NAMED_PX && (
            <PointedChars {...{ grid, tokens }} cell={shown} />
          )}
          {shown && <Crosshair grid={grid} cell={shown} locked={lockedRow !== null} />}
          {chips && shown && <Chips {...{ grid, tokens }} cell={shown} {...chips} />}
        </svg>
      </div>
      {tip && shown && (
        <div className="heat-tip" aria-hidden="true" style={{ top: tip.y }}>
          <CellSentence source={source} tokens={tokens} cell={shown} />
        </div>
      )}
      <p ref={description} id={`${id}-text`} className="sr-only" />
      {detail && (
        <p className="sr-only" aria-live="polite">
          {byKey && shown
            ? `${cellWords(source, tokens, shown)}${lockedRow === null ? '' : ', row locked'}`
            : ''}
        </p>
      )}
    </div>
  );
}

/** On a locked row the pointer chooses the column alone. */
const lockedCell = (hovered: Cell | null, row: number): Cell => ({
  row,
  column: hovered?.column == null ? null : Math.min(hovered.column, row),
});

/** A cell of another text may lie outside this one. */
const inside = (cell: Cell | null, count: number): Cell | null =>
  cell && cell.row < count && (cell.column ?? 0) <= cell.row ? cell : null;
