/** "Attention from 'a' back to 'c' = 0.23", kept true at every frame without rendering React. */
import { useCallback, useMemo, useRef } from 'react';
import type { Cell, MatrixSource } from './attention';
import './attention.css';
import { figure, glyph, spoken } from './glyph';
import { strongestColumn, weightAt } from './matrix';
import { useFrames } from './useFrames';

export interface CellSentenceProps {
  source: MatrixSource;
  tokens: readonly string[];
  /** With column null the strongest of the row is named. */
  cell: Cell;
}

/** The same in plain words for a screen reader, now. */
export function cellWords(
  source: MatrixSource,
  tokens: readonly string[],
  { row, column }: Cell,
): string {
  const frame = source.getFrame();
  const back = column ?? strongestColumn(frame, row);
  const [from, to] = [spoken(tokens[row] ?? ''), spoken(tokens[back] ?? '')];
  return `Attention from '${from}' back to '${to}' = ${figure(weightAt(frame, row, back))}`;
}

export function CellSentence({ source, tokens, cell }: CellSentenceProps) {
  const to = useRef<HTMLSpanElement>(null);
  const value = useRef<HTMLElement>(null);
  const { row, column } = cell;
  const write = useCallback(() => {
    const frame = source.getFrame();
    const back = column ?? strongestColumn(frame, row);
    if (to.current) setText(to.current, `'${glyph(tokens[back] ?? '')}'`);
    if (value.current) setText(value.current, figure(weightAt(frame, row, back)));
    return false;
  }, [source, tokens, row, column]);
  useFrames(
    useMemo(() => [source], [source]),
    write,
  );
  return (
    <span className="cell-sentence">
      Attention from <span className="mono cell-from">'{glyph(tokens[row] ?? '')}'</span> back to{' '}
      <span ref={to} className="mono cell-to" /> = <b ref={value} className="num" />
    </span>
  );
}

const setText = (element: HTMLElement, text: string) => {
  if (element.textContent !== text) element.textContent = text;
};
