/** One figure of both texts: two dots on a line, or words where a text has nothing to measure. */
import { Term } from '@/components/shared/Tooltip';
import { DotLine } from '@/viz/DotLine/DotLine';
import type { Measure } from './measures';
import type { ResultProps } from './result';

const VOICES = [
  { key: 'original', spoken: 'you', colour: 'text-violet-text' },
  { key: 'generated', spoken: 'the machine', colour: 'text-cyan-text' },
] as const;

export interface MeasureLineProps extends Pick<ResultProps, 'report'> {
  measure: Measure;
}

export function MeasureLine({ report, measure }: MeasureLineProps) {
  const { key, name, tip, nothing, neither, ...line } = measure;
  const told = VOICES.map(({ key: text }) => nothing?.(report[text]) ?? null);
  return (
    <div className="measure">
      <span>
        <Term text={tip}>{name}</Term>
      </span>
      {told[0] !== null && told[0] === told[1] ? (
        <p className="measure-words text-text-3">{neither ?? `${told[0]} in either`}</p>
      ) : told.some((words) => words !== null) ? (
        <p className="measure-words num">
          {VOICES.map(({ key: text, spoken, colour }, i) => (
            <span key={text} className={colour}>
              <span className="sr-only">{spoken} </span>
              {told[i] ?? line.format(report[text][key])}
            </span>
          ))}
        </p>
      ) : (
        <DotLine person={report.original[key]} machine={report.generated[key]} {...line} />
      )}
    </div>
  );
}
