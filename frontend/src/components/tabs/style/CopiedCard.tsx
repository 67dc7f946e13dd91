/** How much is copied and how much invented: the longest run against the limit, and what is normal for the person. */
import { Term } from '@/components/shared/Tooltip';
import { isUnspaced } from '@/contexts/textCounts';
import { copiedWords } from './copiedWords';
import type { ResultProps } from './result';

const SHARE_TIP =
  'Of all runs of 8 characters in the machine’s text, how many stand in yours. A fresh page of yours is the last tenth of your text beside the rest: nobody writes without repeating themselves. About as much is fair; well above that it borrows phrases.';

export interface CopiedCardProps extends Pick<ResultProps, 'report'> {
  /** The run is marked in both texts. */
  isShown: boolean;
  /** Marks it in both texts, or no longer; null: they do not show it. */
  onShow: (() => void) | null;
}

export function CopiedCard({ report, isShown, onShow }: CopiedCardProps) {
  const { copied } = report;
  const { longest, limit } = copied;
  const { verdict, bar, share, usual, limitTip } = copiedWords(
    copied,
    !isUnspaced(report.original_excerpt),
  );
  const figure = <b>{longest.toLocaleString('en')}</b>;
  return (
    <section className="card fact" aria-label="Copied from you">
      <h2>Copied from you</h2>
      <p className="fact-figure num">
        {onShow === null ? (
          figure
        ) : (
          <button
            type="button"
            className="fact-show"
            aria-pressed={isShown}
            aria-label={`Show the longest run, ${longest} characters, in both texts`}
            title="Show it in both texts"
            onClick={onShow}
          >
            {figure}
          </button>
        )}{' '}
        characters, longest run
      </p>
      <div className="meter" aria-hidden="true">
        <i data-verdict={copied.verdict} style={{ transform: `scaleX(${bar})` }} />
        <span style={{ left: '50%' }} title={`${limit} characters`} />
      </div>
      <p className="meter-ends" data-verdict={copied.verdict}>
        <span>{verdict}</span>
        <span>
          <Term text={limitTip}>limit {limit}</Term>
        </span>
      </p>
      <p className="fact-note num">
        <Term text={SHARE_TIP}>{share}</Term> characters stand in your text
        {usual}.
      </p>
    </section>
  );
}
