/** How often both use a few things, as two bars each: the person's above the machine's. */
import { largest } from './likenesses';

export interface PairBarsProps {
  title: string;
  unit: string;
  empty: string;
  /** In two columns, over two places. */
  wide?: boolean;
  items: readonly { name: string; spoken: string; person: number; machine: number }[];
}

export function PairBars({ title, unit, empty, items, wide = false }: PairBarsProps) {
  const most = largest(items);
  return (
    <section className="card details-part" data-wide={wide} aria-label={title}>
      <div className="fact-head">
        <h2>{title}</h2>
        <span className="text-text-3">{unit}</span>
      </div>
      {items.length === 0 && <p className="text-text-3">{empty}</p>}
      <ul className="pair-bars num">
        {items.map(({ name, spoken, person, machine }) => (
          <li key={name}>
            <span className="pair-name mono" aria-hidden="true">
              <bdi>{name}</bdi>
              {spoken !== name && <small>{spoken}</small>}
            </span>
            <span className="sr-only">
              {spoken}: you {person.toFixed(1)}, the machine {machine.toFixed(1)}
            </span>
            <span className="pair-both" aria-hidden="true">
              <i className="pair-you" style={{ transform: `scaleX(${person / most})` }} />
              <i className="pair-machine" style={{ transform: `scaleX(${machine / most})` }} />
            </span>
            <span className="pair-figures" aria-hidden="true">
              <b className="text-violet-text">{person.toFixed(1)}</b>
              <b className="text-cyan-text">{machine.toFixed(1)}</b>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
