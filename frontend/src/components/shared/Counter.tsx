/** The step of a run in figures that do not dance, and one small line about its pace. */
import type { ReactNode } from 'react';
import { cx } from './cx';

export interface CounterProps {
  value: number;
  /** "of 500". */
  total?: number;
  /** "20.0 steps a second". The line keeps its place when it is empty. */
  note?: ReactNode;
  /** The person chose this step: violet. */
  chosen?: boolean;
  /** small: for numbers of five digits. */
  size?: 'normal' | 'small';
  className?: string;
}

const figure = new Intl.NumberFormat('en');

export function Counter({ value, total, note, chosen, size = 'normal', className }: CounterProps) {
  const small = size === 'small';
  return (
    <div className={cx('num whitespace-nowrap text-right', className)}>
      <div className="leading-9">
        <span
          className={cx(
            'font-semibold leading-9 tracking-figure',
            chosen ? 'text-violet-text' : 'text-text',
            small ? 'text-24' : 'text-36',
          )}
        >
          {figure.format(value)}
        </span>
        {total !== undefined && (
          <span className="text-18 text-text-3 leading-none tracking-title">
            {' '}
            of {figure.format(total)}
          </span>
        )}
      </div>
      <div className="h-5 text-14 text-text-3 leading-5">{note}</div>
    </div>
  );
}
