/** Character by character: what was typed, what it expected next, and what each layer would already have said. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import { cx } from '@/components/shared/cx';
import { guessesAt, type Moment } from '@/contexts/moments';
import { glyph, spoken } from '@/viz/glyph';
import { characterCount } from './reading';
import { useCutEdges } from './useCutEdges';

const CANDIDATES = 5;
/** Free beside the chosen column, px: what the faded edge takes. */
const MARGIN_PX = 40;

export interface AskGridProps {
  moment: Moment;
  /** The character whose successor the panel beside shows. */
  position: number;
  onChoose: (position: number) => void;
}

const percent = (prob: number) => `${Math.round(prob * 100)}%`;

function layerWords(layer: number, last: number): [string, string] {
  if (layer < 0) return ['Embedding', 'before any layer'];
  if (layer === last) return [`After layer ${layer}`, 'its final answer'];
  return [`After layer ${layer}`, layer === 0 ? 'one look back' : `${layer + 1} looks back`];
}

/** Brings the chosen column into view when the text changes; not while pointing, or the columns would run away under the pointer. */
function useChosenInView(moment: Moment) {
  const row = useRef<HTMLDivElement>(null);
  const text = moment.tokens.join('');
  useCutEdges(row, text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: pointing at another column must not scroll
  useLayoutEffect(() => {
    const cell = row.current?.querySelector('.ask-typed-chosen');
    const name = row.current?.querySelector('th');
    if (!row.current || !cell || !name) return;
    const [box, room] = [cell.getBoundingClientRect(), row.current.getBoundingClientRect()];
    const left = box.left - room.left - name.clientWidth - MARGIN_PX;
    const right = box.right - room.left - row.current.clientWidth + MARGIN_PX;
    if (left < 0) row.current.scrollLeft += left;
    else if (right > 0) row.current.scrollLeft += right;
  }, [text]);
  return row;
}

export function AskGrid({ moment, position, onChoose }: AskGridProps) {
  const { tokens, next, layers } = moment;
  const last = layers.at(-1)?.layer ?? 0;
  const row = useChosenInView(moment);
  const scroll = (to: number) =>
    row.current?.scrollBy({ left: (to * row.current.clientWidth) / 2, behavior: 'smooth' });
  return (
    <div className="ask-table">
      <div ref={row} className="ask-scroll">
        <table className="ask-grid" style={{ '--count': tokens.length } as CSSProperties}>
          <tbody>
            <tr>
              <th scope="row">
                It read <small>{characterCount(tokens.length)}</small>
              </th>
              {tokens.map((token, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a character is its place
                <td key={i}>
                  <button
                    type="button"
                    className={cx('ask-typed mono', i === position && 'ask-typed-chosen')}
                    aria-pressed={i === position}
                    aria-label={`After ${spoken(token)}, character ${i + 1}`}
                    onClick={() => onChoose(i)}
                    onPointerEnter={(event) => event.pointerType === 'mouse' && onChoose(i)}
                  >
                    {glyph(token)}
                  </button>
                </td>
              ))}
            </tr>
            <tr className="ask-expected">
              <th scope="row">
                It expected <small>five likeliest next characters, in cyan the one you typed</small>
              </th>
              {tokens.map((_, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={i}>
                  <ol>
                    {guessesAt(next, i)
                      .slice(0, CANDIDATES)
                      .map(({ char, prob }) => (
                        <li
                          key={char}
                          className={cx('mono', char === tokens[i + 1] && 'ask-hit')}
                          title={`${spoken(char)} ${percent(prob)}`}
                        >
                          {glyph(char)}
                          <i style={{ '--prob': prob.toFixed(4) } as CSSProperties} />
                        </li>
                      ))}
                  </ol>
                </td>
              ))}
            </tr>
            {layers.map(({ layer, top }, k) => {
              const [name, note] = layerWords(layer, last);
              return (
                <tr key={layer} className={cx('ask-layer', k === 0 && 'ask-layer-first')}>
                  <th scope="row">
                    {name} <small>{note}</small>
                  </th>
                  {tokens.map((_, i) => {
                    const guess = guessesAt(top, i)[0];
                    const right = guess !== undefined && guess.char === tokens[i + 1];
                    return (
                      // biome-ignore lint/suspicious/noArrayIndexKey: as above
                      <td key={i}>
                        <span
                          className={cx('ask-lens mono', right && 'ask-lens-right')}
                          style={
                            {
                              '--sure': `${(8 + (guess?.prob ?? 0) * 92).toFixed(0)}%`,
                            } as CSSProperties
                          }
                          title={guess && `${spoken(guess.char)} ${percent(guess.prob)}`}
                        >
                          {glyph(guess?.char ?? '')}
                          {right && <span className="sr-only"> right</span>}
                        </span>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="ask-note">Each layer’s best guess: brighter is surer, a cyan frame was right</p>
      {/* The row itself scrolls by touch, wheel and Tab: these show that there is more. */}
      <button
        type="button"
        className="ask-more ask-more-start"
        aria-hidden="true"
        tabIndex={-1}
        onClick={() => scroll(-1)}
      >
        <ChevronLeft size={20} />
      </button>
      <button
        type="button"
        className="ask-more ask-more-end"
        aria-hidden="true"
        tabIndex={-1}
        onClick={() => scroll(1)}
      >
        <ChevronRight size={20} />
      </button>
    </div>
  );
}
