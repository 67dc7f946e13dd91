/** What the model makes up, coloured by how real it is. */
import { cx } from '@/components/shared/cx';
import { Term } from '@/components/shared/Tooltip';
import type { Grade } from '@/lab/protocol';
import type { LabSnapshot } from '@/lab/record';
import { useLabRecord, useLabState } from './useLab';

const namesOf = ({ names }: LabSnapshot) => names;
const COLOURS: Record<Grade, string> = {
  real: 'text-word',
  plausible: 'text-plausible',
  noise: 'text-noise',
};
const SAYS: Record<Grade, string> = {
  real: 'in the list',
  plausible: 'could be in the list',
  noise: 'unlike the list',
};

export function NamesCard() {
  const sheet = useLabRecord(namesOf);
  const own = useLabState(({ source }) => source.kind === 'own');
  return (
    <section className="card lab-names" aria-label="Generated text">
      <div className="flex items-baseline justify-between gap-2">
        <h2>
          <Term text="Green: it stands in the list. Blue: every three characters of it occur there. Grey: neither.">
            {own ? 'Lines it made up' : 'Names it made up'}
          </Term>
        </h2>
        <span className="num text-text-3">step {sheet?.step.toLocaleString('en') ?? 0}</span>
      </div>
      {sheet ? (
        <ul className="lab-name-list">
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
        <p className="text-text-3">Once there is a model, names of its own appear here.</p>
      )}
    </section>
  );
}
