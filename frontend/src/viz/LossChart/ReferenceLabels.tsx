/** The plain names at the right end of the dashed lines, or above them all; each says its hint when it is asked. */
import { useState } from 'react';
import type { PlacedLabel } from './labels';
import type { Margin, Reference } from './types';

export const LABEL_HEIGHT = 20;

export interface ReferenceLabelsProps {
  references: readonly Reference[];
  placed: readonly PlacedLabel[] | 'above';
  passed: ReadonlySet<string>;
  compact: boolean;
  /** Say every hint, while there is nothing else to read. */
  explain: boolean;
  /** Of the picture's edges to the ends of the lines, px. */
  margin: Margin;
}

export function ReferenceLabels(props: ReferenceLabelsProps) {
  const { references, placed, passed, compact, explain, margin } = props;
  const [asked, setAsked] = useState<string | null>(null);
  const above = placed === 'above';
  return (
    <ul
      className="loss-references"
      data-above={above || undefined}
      style={above ? { right: margin.right } : undefined}
      aria-label="Reference lines"
    >
      {references.map((reference) => {
        const { key, value, label, shortLabel, passedLabel, hint } = reference;
        const done = passed.has(key) && passedLabel !== null;
        const place = above ? undefined : placed.find((candidate) => candidate.key === key);
        const side = place?.side ?? 'right';
        const brief = compact || side === 'beside';
        const name = brief ? shortLabel : done ? passedLabel : label;
        const edge = side === 'beside' ? { right: 0 } : { [side]: margin[side] };
        return (
          <li
            key={key}
            className="loss-reference"
            data-passed={done}
            data-side={side}
            style={above ? undefined : { top: place?.top, ...edge }}
          >
            <button
              type="button"
              onFocus={() => setAsked(key)}
              onBlur={() => setAsked(null)}
              onPointerEnter={() => setAsked(key)}
              onPointerLeave={() => setAsked(null)}
            >
              {done && (
                <>
                  <span className="loss-check" aria-hidden="true">
                    ✓{' '}
                  </span>
                  <span className="sr-only">Passed: </span>
                </>
              )}
              {name}
              {/* Always there for a screen reader; for the eye while idle, or when it is asked for. */}
              <span className={explain || asked === key ? 'loss-hint' : 'sr-only'}>: {hint}</span>
              <b className="num">{value.toFixed(2)}</b>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
