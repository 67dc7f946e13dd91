/** Opens below a lit line: the value just computed, and one sentence about it. A number can be asked where it comes from. */
import { useRef, useState } from 'react';
import { part } from '@/components/shared/part';
import { Numbers } from './Numbers';
import { exactText } from './numberText';
import type { Inspect } from './useInspection';
import { WordsLine } from './WordsLine';
import type { Shown, Story } from './walk/shown';
import type { Words } from './walk/words';

const Inspector = part(async () => (await import('./Inspector')).Inspector, {
  what: 'Where the number comes from',
});

interface ValueRowProps {
  shown: Shown | null;
  words: Words;
  story: Story | null;
  inspect: Inspect;
  /** A number is asked about: whoever walks on should wait. */
  onAsk: () => void;
}

/** Give it another key at every stop: what was asked belongs to one. */
export function ValueRow({ shown, words, story, inspect, onAsk }: ValueRowProps) {
  const [asked, setAsked] = useState<number | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const row = useRef<HTMLDivElement>(null);
  /** The number that was asked has the focus again. */
  const close = () => {
    row.current?.querySelector<HTMLElement>('.number[aria-pressed="true"]')?.focus();
    setAsked(null);
  };
  const cell = shown?.cells[pointed ?? asked ?? -1];
  const canAsk = shown?.cells.some(({ node, weight }) => node !== null || weight !== null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what was opened inside
    <div
      ref={row}
      className="twin-value"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && asked !== null) close();
      }}
    >
      <div className="twin-value-row">
        {shown && (
          <div className="twin-value-numbers">
            <span className="twin-value-name">
              {shown.label}
              {shown.form === 'bars' && (
                <small className="num" data-figure={cell !== undefined}>
                  {cell
                    ? `${cell.label}: ${exactText(cell.value)}`
                    : `${shown.cells.length} numbers`}
                </small>
              )}
            </span>
            <Numbers
              shown={shown}
              asked={asked}
              onPoint={setPointed}
              onAsk={
                canAsk
                  ? (index) => {
                      setAsked(index === asked ? null : index);
                      onAsk();
                    }
                  : null
              }
            />
          </div>
        )}
        <WordsLine words={words} />
      </div>
      {shown && story && asked !== null && shown.cells[asked] && (
        <Inspector
          key={asked}
          cell={shown.cells[asked]}
          story={story}
          inspect={inspect}
          onClose={close}
        />
      )}
    </div>
  );
}
