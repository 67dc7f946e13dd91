/** How much is copied and how much invented: the longest run against the limit, and what is normal for the person. */
import type { Copied } from '@/api/generated';
import { Term } from '@/components/shared/Tooltip';
import { copiedWords } from './copiedWords';

const percent = (share: number) => `${Math.round(100 * share)}%`;
const SHARE_TIP =
  'Of all stretches of 8 characters in the machine’s text, how many stand in yours. The last tenth of your own text shares this much with the rest: nobody writes without repeating themselves.';

export function CopiedCard({ copied }: { copied: Copied }) {
  const { longest, limit, share_8gram: share, share_8gram_self: normal } = copied;
  const { verdict, recites, bar } = copiedWords(copied);
  return (
    <section className="card fact" aria-label="Copied from you">
      <h2>Copied from you</h2>
      <p className="fact-figure num">
        <b>{longest.toLocaleString('en')}</b> characters, longest run
      </p>
      <div className="meter" aria-hidden="true">
        <i data-over={recites} style={{ transform: `scaleX(${bar})` }} />
        <span style={{ left: '50%' }} title={`${limit} characters`} />
      </div>
      <p className="meter-ends" data-over={recites}>
        <span>{verdict}</span>
        <span>{recites ? '' : `reciting from ${limit}`}</span>
      </p>
      <p className="fact-note num">
        <Term text={SHARE_TIP}>{percent(share)} in copied stretches</Term>
        {normal !== null && `; you, of yourself: ${percent(normal)}`}
      </p>
    </section>
  );
}
