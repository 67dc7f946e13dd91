/** How sure the machine was of what it wrote, whether it makes sense or not. */
import { percentOf } from '@/components/shared/percent';
import { Term } from '@/components/shared/Tooltip';
import { Perplexity } from './Perplexity';
import type { ResultProps } from './result';

const SURE_TIP =
  'Which character comes next is drawn by lot, the likely ones more often. How likely those it drew were, compared with the likeliest in each place; 100 % would be always the likeliest. High even where that was a mere guess.';
const MEAN_TIP = 'On average, the probability that it gave to each character it chose.';
const LEVELS = [1, 2, 3, 4, 5] as const;

export function SureCard({ report: { confidence } }: Pick<ResultProps, 'report'>) {
  return (
    <section className="card fact sureness" aria-label="How sure it was">
      <h2>How sure it was</h2>
      <p className="fact-figure num">
        <b>{percentOf(confidence.avg_token_prob)}</b> <Term text={MEAN_TIP}>a character</Term>
      </p>
      <div className="sure-scale" aria-hidden="true">
        {LEVELS.map((level) => (
          <i key={level} data-level={level} />
        ))}
      </div>
      <p className="meter-ends">
        <span>guessing</span>
        <span className="text-cyan-text">sure</span>
      </p>
      <p className="fact-note num">
        <Term text={SURE_TIP}>
          {percentOf(confidence.confidence / 100)} as likely as its top pick
        </Term>
        <br />
        <Perplexity value={confidence.perplexity} />
      </p>
    </section>
  );
}
