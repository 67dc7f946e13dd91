/**
 * The numbers of one value: chips with their letters, or a row of bars around 0. One stop of the Tab key; arrows walk,
 * Enter asks where a number comes from.
 */
import { type CSSProperties, type KeyboardEvent, useState } from 'react';
import { glyph } from '@/viz/glyph';
import { numberText } from './numberText';
import type { Cell, Shown } from './walk/shown';

interface NumbersProps {
  shown: Shown;
  /** The number that is asked about. */
  asked: number | null;
  /** Pointed at or come to by key; null: no more. */
  onPoint: (index: number | null) => void;
  /** null: these numbers have nothing to tell. */
  onAsk: ((index: number) => void) | null;
}

/** Chips: more than these are written smaller. */
const MANY = 5;

const KEYS: Record<string, (i: number, last: number) => number> = {
  ArrowRight: (i, last) => Math.min(last, i + 1),
  ArrowLeft: (i) => Math.max(0, i - 1),
  Home: () => 0,
  End: (_, last) => last,
};

export function Numbers({ shown, asked, onPoint, onAsk }: NumbersProps) {
  const [current, setCurrent] = useState(0);
  const { cells, form, scale, label } = shown;
  const at = Math.min(current, cells.length - 1);
  const largest = Math.max(...cells.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const next = move(at, cells.length - 1);
    setCurrent(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  const numbers = (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings borders and a legend of its own
    <div
      role="group"
      aria-label={label}
      className={`numbers numbers-${form}`}
      data-scale={scale}
      data-many={cells.length > MANY || undefined}
      style={{ '--count': cells.length } as CSSProperties}
      onKeyDown={onKeyDown}
    >
      {cells.map((cell, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a number is its place
          key={i}
          type="button"
          className="number"
          tabIndex={i === at ? 0 : -1}
          aria-label={`${cell.label}: ${numberText(cell.value)}`}
          aria-pressed={onAsk ? asked === i : undefined}
          style={{ '--part': cell.value / largest, '--share': cell.value } as CSSProperties}
          data-sign={cell.value < 0 ? 'minus' : undefined}
          onPointerEnter={() => onPoint(i)}
          onPointerLeave={() => onPoint(null)}
          onFocus={() => {
            setCurrent(i);
            onPoint(i);
          }}
          onBlur={() => onPoint(null)}
          onClick={() => onAsk?.(i)}
        >
          <Face cell={cell} form={form} named={scale === 'share' || hasLetters(cells)} />
        </button>
      ))}
    </div>
  );
  if (form !== 'bars') return numbers;
  return (
    <div className="numbers-scaled">
      <Axis largest={largest} signed={scale === 'signed'} lettered={hasLetters(cells)} />
      {numbers}
    </div>
  );
}

interface AxisProps {
  /** What the highest bar stands for. */
  largest: number;
  /** Bars go both ways. */
  signed: boolean;
  /** Letters stand below. */
  lettered: boolean;
}

/** How much the height of a bar is. The figures themselves are said at each bar. */
function Axis({ largest, signed, lettered }: AxisProps) {
  return (
    <div
      className="numbers-axis num"
      aria-hidden="true"
      data-signed={signed}
      data-lettered={lettered}
    >
      <span>{numberText(largest)}</span>
      {signed && <span>0</span>}
      <span>{signed ? numberText(-largest) : '0'}</span>
    </div>
  );
}

/** Names that are more than the number's place. */
const hasLetters = (cells: readonly Cell[]): boolean =>
  cells.some(({ label }, i) => label !== String(i));

function Face({ cell, form, named }: { cell: Cell; form: Shown['form']; named: boolean }) {
  if (form === 'bars') {
    return (
      <>
        <i className="number-bar" />
        {named && <span className="number-letter">{short(cell.label)}</span>}
      </>
    );
  }
  return (
    <>
      {named && <span className="number-letter">{glyph(cell.label)}</span>}
      <b>{numberText(cell.value)}</b>
    </>
  );
}

/** Under a bar there is room for one letter: the marks around a document become a dot. */
const short = (label: string): string => ([...label].length > 1 ? '·' : glyph(label));
