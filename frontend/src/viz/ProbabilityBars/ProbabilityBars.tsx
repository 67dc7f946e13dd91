/** The likeliest next characters as bars; the thin line below each is the last step's. */
import './ProbabilityBars.css';
import { glyph, spoken } from '../glyph';
import type { ProbabilityBarsProps } from './types';

const SCALES = [0.25, 0.5, 1] as const;

/** The smallest scale that holds every value, so that bars seldom change their unit. */
export function fullScale(values: readonly number[]): number {
  const highest = Math.max(0, ...values.filter(Number.isFinite));
  return SCALES.find((scale) => highest <= scale) ?? 1;
}

/** A probability of 0 to 1 in percent: whole numbers, below one "<1". */
export function percent(prob: number): string {
  if (!(prob > 0)) return '0%';
  return prob < 0.005 ? '<1%' : `${Math.round(Math.min(1, prob) * 100)}%`;
}

export function ProbabilityBars({ items, label, hit = null, rows, full }: ProbabilityBarsProps) {
  const scale = full ?? fullScale(items.flatMap(({ prob, last }) => [prob, last ?? 0]));
  const width = (prob: number) => `${(Math.min(1, Math.max(0, prob) / scale) * 100).toFixed(2)}%`;
  const places = Array.from({ length: Math.max(rows ?? 0, items.length) }, (_, place) => ({
    place,
    item: items[place],
  }));
  return (
    <ul className="probability-bars" aria-label={label}>
      {places.map(({ place, item }) =>
        item ? (
          <li key={place} data-hit={item.char === hit}>
            <span className="probability-char mono" aria-hidden="true">
              {glyph(item.char)}
            </span>
            <span className="sr-only">{spoken(item.char)}: </span>
            <span className="probability-track" aria-hidden="true">
              <i style={{ width: width(item.prob) }} />
              {item.last != null && <u style={{ width: width(item.last) }} />}
            </span>
            <span className="probability-figure num">{percent(item.prob)}</span>
            {item.last != null && (
              <span className="sr-only">, at the last step {percent(item.last)}</span>
            )}
          </li>
        ) : (
          <li key={place} aria-hidden="true" />
        ),
      )}
    </ul>
  );
}
