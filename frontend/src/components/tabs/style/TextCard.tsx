/** One of the two texts. A phrase that is pointed at in the other one is brought into view in this one. */
import { type ReactNode, useRef } from 'react';
import { PhraseText } from '@/viz/Phrases/PhraseText';
import type { Paragraph } from '@/viz/Phrases/pieces';
import { SheetText } from './SheetText';
import { useBroughtIntoView } from './useBroughtIntoView';

export interface TextCardProps {
  side: 'left' | 'right';
  paragraphs: readonly Paragraph[];
  active: number | null;
  onActive: (id: number | null) => void;
  reason: (id: number) => string;
  /** Beside the title: how many words, by which step. */
  note: ReactNode;
}

export function TextCard({ side, paragraphs, active, onActive, reason, note }: TextCardProps) {
  const box = useRef<HTMLDivElement>(null);
  useBroughtIntoView(box, active);
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
      <SheetText box={box} content={paragraphs}>
        <PhraseText
          {...{ paragraphs, active, onActive, reason }}
          voice={mine ? 'person' : 'machine'}
        />
      </SheetText>
    </section>
  );
}
