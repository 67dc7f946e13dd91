/** The three figures of style, for both texts, as two dots a line. */
import { MeasureLine } from './MeasureLine';
import { MAIN_MEASURES } from './measures';
import type { ResultProps } from './result';

export function VoiceKey() {
  return (
    <span className="voice-key">
      <i className="swatch-you" aria-hidden="true" />
      you
      <i className="swatch-machine" aria-hidden="true" />
      machine
    </span>
  );
}

export function StyleCard({ report }: Pick<ResultProps, 'report'>) {
  return (
    <section className="card fact" aria-label="Style">
      <div className="fact-head">
        <h2>Style</h2>
        <VoiceKey />
      </div>
      {MAIN_MEASURES.map((measure) => (
        <MeasureLine key={measure.key} measure={measure} report={report} />
      ))}
    </section>
  );
}
