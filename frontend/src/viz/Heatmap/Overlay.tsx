/** Crosshair, labels along the diagonal, chips and legend of a heatmap: a handful of SVG, rendered when the person points. */
import { memo, useId } from 'react';
import type { Cell } from '../attention';
import { glyph } from '../glyph';
import { HEAT_TICKS, heatCss } from '../heat';
import type { Box } from '../LossChart/types';
import type { Size } from '../useSize';
import { type Grid, labelStride } from './layout';

export const LEGEND = { width: 160, right: 24, top: 16, height: 104 } as const;

export function Crosshair({ grid, cell: { row, column }, locked }: CrosshairProps) {
  const { x, y, cell, count } = grid;
  return (
    <g fill="none">
      <g className="heat-cross" data-locked={locked}>
        <rect
          x={x - 0.5}
          y={y + row * cell - 0.5}
          width={(row + 1) * cell + 1}
          height={cell + 1}
          rx={1}
        />
        {column !== null && (
          <rect
            x={x + column * cell - 0.5}
            y={y + column * cell - 0.5}
            width={cell + 1}
            height={(count - column) * cell + 1}
            rx={1}
          />
        )}
      </g>
      {column !== null && (
        <rect
          className="heat-cell"
          x={x + column * cell - 2}
          y={y + row * cell - 2}
          width={cell + 4}
          height={cell + 4}
          rx={2}
        />
      )}
    </g>
  );
}

interface CrosshairProps {
  grid: Grid;
  cell: Cell;
  locked: boolean;
}

/**
 * Where there is no room for labels and chips: the pointed characters alone, the looking one at the end of its row, the other one above its
 * column. Both stand in the free half.
 */
export function PointedChars({ grid, tokens, cell: { row, column } }: PointedCharsProps) {
  const { x, y, cell } = grid;
  return (
    <g className="heat-pointed mono">
      <text className="heat-from" x={x + (row + 1) * cell + 5} y={y + (row + 0.5) * cell + 5}>
        {glyph(tokens[row] ?? '')}
      </text>
      {column !== null && column !== row && (
        <text
          className="heat-to"
          textAnchor="middle"
          x={Math.max(x + 5, x + (column + 0.5) * cell)}
          y={y + column * cell - 5}
        >
          {glyph(tokens[column] ?? '')}
        </text>
      )}
    </g>
  );
}

type PointedCharsProps = Omit<LabelsProps, 'near'> & { cell: Cell };

/** One set of labels serves rows and columns: row i and column i both begin at the diagonal. */
export const DiagonalLabels = memo(function DiagonalLabels({ grid, tokens, near }: LabelsProps) {
  const { x, y, cell } = grid;
  const stride = labelStride(cell);
  // Along the diagonal each stands right of the one above: only their widths must fit, 0.6 of the size.
  const size = Math.min(18, Math.max(13, cell * 0.8));
  return (
    <g className="heat-labels mono" fontSize={size}>
      {tokens.map((token, i) =>
        i % stride === 0 && !near.some((at) => Math.abs(at - i) * cell < 14) ? (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: a character is its place in the text
            key={i}
            x={x + (i + 1) * cell + 3}
            y={y + (i + 0.5) * cell + size * 0.32}
          >
            {glyph(token)}
          </text>
        ) : null,
      )}
    </g>
  );
});

/** The looking characters once more, at the beginning of their rows. */
export const RowLabels = memo(function RowLabels({ grid, tokens, near }: LabelsProps) {
  const { x, y, cell } = grid;
  const stride = labelStride(cell);
  const size = Math.min(16, Math.max(11, cell * 0.8));
  // Letters that are higher than their rows take turns in two columns.
  const aside = cell * stride < size ? size * 0.62 : 0;
  const [looking] = near;
  return (
    <g className="heat-rows mono" fontSize={size} textAnchor="end">
      {tokens.map((token, i) =>
        i % stride === 0 || i === looking ? (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: a character is its place in the text
            key={i}
            data-looking={i === looking}
            x={x - 3 - ((i / stride) % 2 === 1 ? aside : 0)}
            y={y + (i + 0.5) * cell + size * 0.34}
          >
            {glyph(token)}
          </text>
        ) : null,
      )}
    </g>
  );
});

interface LabelsProps {
  grid: Grid;
  tokens: readonly string[];
  /** Places where a chip says it instead. */
  near: readonly number[];
}

export function Chips({ grid, tokens, cell: { row, column }, from, to }: ChipsProps) {
  const { x, y, cell } = grid;
  const middle = (at: number) => (at + 0.5) * cell;
  return (
    <g className="heat-chips mono" textAnchor="middle">
      <path
        className="heat-lead-from"
        d={`M${x + (row + 1) * cell + 1},${y + middle(row)}L${from.x},${y + middle(row)}`}
      />
      <Chip box={from} char={tokens[row] ?? ''} kind="from" />
      {column !== null && (
        <>
          <path
            className="heat-lead-to"
            d={`M${x + middle(column)},${y + column * cell}L${to.x + to.width / 2},${to.y + to.height}`}
          />
          <Chip box={to} char={tokens[column] ?? ''} kind="to" />
        </>
      )}
    </g>
  );
}

interface ChipsProps {
  grid: Grid;
  tokens: readonly string[];
  cell: Cell;
  from: Box;
  to: Box;
}

const Chip = ({ box, char, kind }: { box: Box; char: string; kind: 'from' | 'to' }) => (
  <g className={`heat-chip-${kind}`}>
    <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={4} />
    <text x={box.x + box.width / 2} y={box.y + 20}>
      {glyph(char)}
    </text>
  </g>
);

const LEGEND_STOPS = Array.from({ length: 17 }, (_, i) => i / 16);

/** The scale as it is drawn, with the sentence that explains the triangle. */
export const Legend = memo(function Legend({ size }: { size: Size }) {
  const id = useId();
  const right = size.width - LEGEND.right;
  const left = right - LEGEND.width;
  const top = LEGEND.top + 72;
  return (
    <g className="heat-legend">
      <text className="heat-title" x={right} y={LEGEND.top + 20} textAnchor="end">
        One row, one character
      </text>
      <text x={right} y={LEGEND.top + 42} textAnchor="end" fontSize={14}>
        It may look left, never ahead
      </text>
      <linearGradient id={id}>
        {LEGEND_STOPS.map((at) => (
          <stop key={at} offset={at} stopColor={heatCss(at)} />
        ))}
      </linearGradient>
      <rect x={left} y={top} width={LEGEND.width} height={12} rx={3} fill={`url(#${id})`} />
      {HEAT_TICKS.map((value) => (
        <text
          key={value}
          className="num"
          x={left + value * LEGEND.width}
          y={top + 30}
          fontSize={12}
          textAnchor={value === 0 ? 'start' : value === 1 ? 'end' : 'middle'}
        >
          {value}
        </text>
      ))}
    </g>
  );
});
