/** Why the phrase that is pointed at is marked: above the texts, where no ribbon is; on a small screen between them. */
import { useNarrow } from '@/hooks/useNarrow';
import { type Phrase, reasonOf } from '@/viz/Phrases/links';

export function Gutter({ phrase, count }: { phrase: Phrase | null; count: number }) {
  const narrow = useNarrow();
  return (
    <div className="gutter">
      <p className="gutter-reason num" data-active={phrase !== null}>
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
