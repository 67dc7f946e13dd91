/** What the colours of a sample mean, each with how it is measured. */
import { Term } from '@/components/shared/Tooltip';

const MEANINGS = [
  ['q0', 'noise', 'The text it learns from never has this character after the two before it.'],
  ['q1', 'plausible', 'The text has this character after these two, but not as part of this word.'],
  ['q2', 'part of a real word', 'The word this character stands in occurs in the text.'],
] as const;

export function Legend() {
  return (
    <div className="legend">
      {MEANINGS.map(([quality, name, tip]) => (
        <span key={quality} className={quality}>
          <i aria-hidden="true" />
          <Term text={tip}>{name}</Term>
        </span>
      ))}
    </div>
  );
}
