/** What the last step read, or before the first what the next one will: each character with its surprise as a bar above it. */
import type { LabSnapshot } from '@/lab/record';
import { END_MARK, glyph, spoken } from '@/viz/glyph';
import { count } from './figures';
import { useCalmRecord, useLabState } from './useLab';

const newestOf = ({ last, ahead }: LabSnapshot) => last ?? ahead;
const isAhead = ({ last }: LabSnapshot) => last === null;
/** Another document sooner than this would be a flicker; the picture below names its letters as often. */
const READ_MS = 300;
/** Bars are as high as this times the surprise of blind guessing. */
const HEADROOM = 1.4;

export function CurrentDocument() {
  const last = useCalmRecord(newestOf, READ_MS);
  const ahead = useCalmRecord(isAhead, READ_MS);
  const chars = useLabState((state) => state.chars);
  const source = useLabState((state) => state.source);
  const what = source.kind === 'names' ? 'names' : 'lines';
  if (!last) {
    return (
      <p className="lab-document num text-text-3">
        Each step reads one of {count(source.documents.length)} {what}.
      </p>
    );
  }
  const most = HEADROOM * Math.log(chars.length + 1);
  const read = [...last.losses].map((loss, i) => {
    const char = chars[last.tokens[i + 1] ?? chars.length] ?? END_MARK;
    return { loss, char, place: i };
  });
  return (
    <div className="lab-document">
      <p className="lab-document-what">
        {ahead ? `next of ${count(source.documents.length)} ${what}` : 'read'}
        <b className="num">{last.loss.toFixed(2)}</b>
      </p>
      <ol
        className="mono"
        data-long={read.length > 17}
        aria-label={`${ahead ? 'The next step reads' : `Step ${last.step} read`}, with the surprise of each character`}
      >
        {read.map(({ char, loss, place }) => (
          <li key={place} title={`${spoken(char)}: ${loss.toFixed(2)}`}>
            <i style={{ height: `${(100 * Math.min(1, loss / most)).toFixed(0)}%` }} />
            <span aria-hidden="true">{glyph(char)}</span>
            <span className="sr-only">
              {spoken(char)} {loss.toFixed(2)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
