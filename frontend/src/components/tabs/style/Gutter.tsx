/** Between the texts: why the phrase that is pointed at is marked. */
import { useRef } from 'react';
import { useNarrow } from '@/hooks/useNarrow';
import { type Phrase, reasonOf } from '@/viz/Phrases/links';
import { useFreeHalf } from './useFreeHalf';

export function Gutter({ phrase, count }: { phrase: Phrase | null; count: number }) {
  const gutter = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const half = useFreeHalf(gutter, phrase?.id ?? null);
  return (
    <div ref={gutter} className="gutter">
      <p className="gutter-reason num" data-active={phrase !== null} data-half={half}>
        {phrase ? (
          <>
            <b dir="auto">{phrase.text}</b>
            <span>{reasonOf(phrase)}</span>
          </>
        ) : count > 0 ? (
          <span>
            <b>{count}</b> in common. {narrow ? 'Tap' : 'Point at'} one
          </span>
        ) : (
          <span>No phrase in common</span>
        )}
      </p>
    </div>
  );
}
