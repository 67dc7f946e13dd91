/** The plain names at the right end of the dashed lines; each says its hint when it is asked. */
import { useState } from 'react';
import type { PlacedLabel } from './labels';
import type { Reference } from './types';

export const LABEL_HEIGHT = 20;

export interface ReferenceLabelsProps {
  references: readonly Reference[];
  placed: readonly PlacedLabel[];
  passed: ReadonlySet<string>;
  compact: boolean;
  /** Say every hint, while there is nothing else to read. */
  explain: boolean;
  right: number;
}

export function ReferenceLabels(props: ReferenceLabelsProps) {
  const { references, placed, passed, compact, explain, right } = props;
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <ul className="loss-references" aria-label="Reference lines">
      {references.map((reference) => {
        const { key, value, label, shortLabel, passedLabel, hint } = reference;
        const done = passed.has(key) && passedLabel !== null;
        const name = compact ? shortLabel : done ? passedLabel : label;
        return (
          <li
            key={key}
            className="loss-reference"
            data-passed={done}
            style={{ top: placed.find((place) => place.key === key)?.top, right }}
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
