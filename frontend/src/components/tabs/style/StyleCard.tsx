/** Three figures of style, for both texts, as two dots a line; and of how much they are. */
import { Term } from '@/components/shared/Tooltip';
import { MeasureLine } from './MeasureLine';
import { mainMeasures, measuredOn } from './measures';
import type { ResultProps } from './result';

const PAGES_TIP =
  'One page holds too few words to tell. So the same weights wrote a few more, as long as the one you see; style, likeness and favourite words are measured on all of them. What is copied and how sure it was is that of the one you see.';

/** Whose figure is whose, and of how much of the machine's writing; nothing where it is the page in sight alone. */
export function VoiceKey({ report }: Pick<ResultProps, 'report'>) {
  const pages = measuredOn(report);
  return (
    <span className="voice-key">
      <i className="swatch-you" aria-hidden="true" />
      you
      <i className="swatch-machine" aria-hidden="true" />
      machine
      {pages !== null && (
        <>
          , <Term text={PAGES_TIP}>{pages}</Term>
        </>
      )}
    </span>
  );
}

export function StyleCard({ report }: Pick<ResultProps, 'report'>) {
  return (
    <section className="card fact" aria-label="Style">
      <div className="fact-head">
        <h2>Style</h2>
        <VoiceKey report={report} />
      </div>
      {mainMeasures(report).map((measure) => (
        <MeasureLine key={measure.key} measure={measure} report={report} />
      ))}
    </section>
  );
}
