/** Between the texts: why the phrase that is pointed at is marked. */
import { type Phrase, reasonOf } from '@/viz/Phrases/links';

export function Gutter({ phrase, count }: { phrase: Phrase | null; count: number }) {
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
            <b>{count}</b> {count === 1 ? 'phrase' : 'phrases'} in common. Point at one
          </span>
        ) : (
          <span>No phrase in common: every one is made up</span>
        )}
      </p>
    </div>
  );
}
