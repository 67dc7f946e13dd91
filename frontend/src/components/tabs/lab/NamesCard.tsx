/** What the model makes up, coloured by how real it is. */
import { cx } from '@/components/shared/cx';
import { part } from '@/components/shared/part';
import { Term } from '@/components/shared/Tooltip';
import type { Grade } from '@/lab/protocol';
import type { LabSnapshot } from '@/lab/record';
import { count } from './figures';
import { useLabRecord, useLabState } from './useLab';

const LetterByLetter = part(async () => (await import('./LetterByLetter')).LetterByLetter, {
  what: 'The page for single letters',
});

const namesOf = ({ names }: LabSnapshot) => names;
/** What fits the card; more of them scroll. */
const SHOWN = 10;
const COLOURS: Record<Grade, string> = {
  real: 'text-word',
  plausible: 'text-plausible',
  noise: 'text-noise',
};
const GRADES: readonly Grade[] = ['real', 'plausible', 'noise'];
const SAYS: Record<Grade, string> = {
  real: 'in the list',
  plausible: 'could be',
  noise: 'unlike it',
};

export interface NamesCardProps {
  /** One name is written letter by letter in the place of the list. */
  letters: boolean;
  onCloseLetters: () => void;
}

export function NamesCard({ letters, onCloseLetters }: NamesCardProps) {
  const sheet = useLabRecord(namesOf);
  const own = useLabState(({ source }) => source.kind === 'own');
  return (
    <section className="card lab-names" aria-label="Generated text">
      <div className="flex items-baseline justify-between gap-2">
        <h2>
          {letters ? (
            'Letter by letter'
          ) : (
            <Term text="Green: it stands in the list. Blue: every three characters of it occur there. Grey: neither.">
              {own ? 'Lines it made up' : 'Names it made up'}
            </Term>
          )}
        </h2>
        {!letters && <span className="num text-text-3">step {count(sheet?.step ?? 0)}</span>}
      </div>
      {letters ? (
        <LetterByLetter onClose={onCloseLetters} />
      ) : sheet ? (
        <ul
          className="lab-name-list"
          data-many={sheet.names.length > SHOWN}
          // What scrolls must be scrollable by key.
          tabIndex={sheet.names.length > SHOWN ? 0 : undefined}
        >
          {sheet.names.map(({ text, grade }, place) => (
            // Its place is what it is: the name there changes.
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={place} className={cx('mono', COLOURS[grade])}>
              {text === '' ? '–' : text}
              <span className="sr-only">, {SAYS[grade]}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-text-3">
          Once there is a model, {own ? 'lines' : 'names'} of its own appear here.
        </p>
      )}
      {!letters && (
        <p className="lab-legend" aria-hidden="true">
          {GRADES.map((grade) => (
            <span key={grade} className={COLOURS[grade]}>
              {SAYS[grade]}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
