/** How many words there are, how many are needed and how many are good; characters, different ones, and what is left out. */
import { Term } from '@/components/shared/Tooltip';
import { GOOD_WORDS, NEEDED_WORDS, type TextCounts } from '@/contexts/textCounts';
import { wordsVerdict } from './wordsVerdict';

const figure = (value: number) => value.toLocaleString('en');
const LEFT_OUT =
  'Emoji, control characters and, beyond 512 different ones, the rarest. It never sees them.';

export function Counts({ counts }: { counts: TextCounts }) {
  const { words, characters, distinct, leftOut } = counts;
  const { text, kind } = wordsVerdict(counts);
  return (
    <div className="counts num" id="words-counts">
      <div className="counts-meter" data-kind={kind} aria-hidden="true">
        <i style={{ transform: `scaleX(${Math.min(1, words / GOOD_WORDS)})` }} />
        <span style={{ left: `${(100 * NEEDED_WORDS) / GOOD_WORDS}%` }} />
      </div>
      <div className="counts-line">
        <p className="counts-words">
          <b>{figure(words)}</b> {words === 1 ? 'word' : 'words'}
          <span className={kind === 'blocked' ? 'text-amber-text' : 'text-text-3'}>, {text}</span>
        </p>
        <p className="counts-rest">
          <b>{figure(characters)}</b> characters, <b>{figure(distinct)}</b> different
          {leftOut > 0 && (
            <>
              , <b>{figure(leftOut)}</b> <Term text={LEFT_OUT}>left out</Term>
            </>
          )}
        </p>
      </div>
    </div>
  );
}
