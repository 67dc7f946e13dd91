/** One of the two texts. A phrase that is pointed at in the other one is brought into view in this one. */
import { type ReactNode, useEffect, useRef } from 'react';
import { PhraseText } from '@/viz/Phrases/PhraseText';
import type { Paragraph } from '@/viz/Phrases/pieces';

export interface TextCardProps {
  side: 'left' | 'right';
  paragraphs: readonly Paragraph[];
  active: number | null;
  onActive: (id: number | null) => void;
  reason: (id: number) => string;
  /** Beside the title: how many words, by which step. */
  note: ReactNode;
}

/** Scrolls `box` alone, and only as far as it must: the page stays where it is. */
function bring(box: HTMLElement, mark: Element): void {
  const [inner, outer] = [mark.getBoundingClientRect(), box.getBoundingClientRect()];
  const above = inner.top - outer.top - 16;
  const below = inner.bottom - outer.bottom + 48;
  if (above < 0) box.scrollTop += above;
  else if (below > 0) box.scrollTop += below;
}

export function TextCard({ side, paragraphs, active, onActive, reason, note }: TextCardProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active === null || !box.current || box.current.matches(':hover, :focus-within')) return;
    const marks = [...box.current.querySelectorAll('[data-active="true"]')];
    const [mark] = marks;
    if (mark) bring(box.current, mark);
  }, [active]);
  const mine = side === 'left';
  const name = mine ? 'You wrote' : 'The machine wrote';
  return (
    <section className="card page-sheet" data-side={side} aria-label={name}>
      <div className="sheet-head">
        <h2>
          <i className={mine ? 'swatch-you' : 'swatch-machine'} aria-hidden="true" />
          {name}
        </h2>
        <span className="num">{note}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div ref={box} className="sheet-text" tabIndex={0}>
        <PhraseText
          {...{ paragraphs, active, onActive, reason }}
          voice={mine ? 'person' : 'machine'}
        />
      </div>
    </section>
  );
}
