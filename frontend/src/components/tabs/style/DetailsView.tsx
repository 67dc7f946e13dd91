/** What tells the two apart, beyond the first three figures: likeness, breath, marks, favourite words. */
import { useRef } from 'react';
import { percentOf } from '@/components/shared/percent';
import { Term } from '@/components/shared/Tooltip';
import { isUnspaced } from '@/contexts/textCounts';
import { useFullScreen } from '@/hooks/useFullScreen';
import { CurveCard } from './CurveCard';
import { likenessAloud, likenesses } from './likenesses';
import { MeasureLine } from './MeasureLine';
import { allMeasures, measuredOn } from './measures';
import { PairBars } from './PairBars';
import type { ResultProps } from './result';
import { SpokenRow } from './SpokenRow';
import { VoiceKey } from './StyleCard';

const MARK_NAMES: Readonly<Record<string, string>> = {
  '.': 'full stop',
  ',': 'comma',
  '!': 'shout',
  '?': 'question',
  '…': 'ellipsis',
  "'": 'apostrophe',
  '"': 'quote',
  ';': 'semicolon',
  '؟': 'question',
  '،': 'comma',
  '؛': 'semicolon',
  ':': 'colon',
  '-': 'hyphen',
  '–': 'dash',
  '—': 'long dash',
  '(': 'bracket',
  ')': 'bracket',
  '।': 'full stop',
  '。': 'full stop',
  '、': 'comma',
  '，': 'comma',
  '！': 'shout',
  '？': 'question',
  '：': 'colon',
  '；': 'semicolon',
  '「': 'quote',
  '」': 'quote',
};

/** What the machine wrote that the person's text has too. */
const REAL = {
  spaced: {
    name: 'Real words',
    tip: 'How many of the machine’s words stand in your text as they are; single words, not phrases.',
  },
  unspaced: {
    name: 'Real pairs',
    tip: 'How many pairs of neighbouring characters of the machine’s stand in your text.',
  },
};

export function DetailsView({ report }: ResultProps) {
  const page = useRef<HTMLDivElement>(null);
  const { isFull, toggle } = useFullScreen(page);
  const { original, generated, similarity, favourites } = report;
  const unspaced = isUnspaced(report.original_excerpt);
  const real = REAL[unspaced ? 'unspaced' : 'spaced'];
  const marks = original.marks.map(({ mark, per_100_words }) => ({
    name: mark,
    spoken: MARK_NAMES[mark] ?? mark,
    person: per_100_words,
    machine: generated.marks.find((other) => other.mark === mark)?.per_100_words ?? 0,
  }));
  const words = favourites.map(({ word, original_per_1000, generated_per_1000 }) => ({
    name: word,
    spoken: word,
    person: original_per_1000,
    machine: generated_per_1000,
  }));
  return (
    <div ref={page} className="details-page">
      <SpokenRow what="The figures" isFull={isFull} onToggle={toggle}>
        {likenessAloud(similarity, unspaced, measuredOn(report))}
        {unspaced &&
          ' Without spaces between words, every character counts as one (in Thai and its neighbours every four).'}
      </SpokenRow>
      <div className="details">
        <section className="card details-part" aria-label="How alike you are">
          <h2>How alike you are</h2>
          <ul className="likeness">
            {likenesses(similarity, unspaced).map(({ key, name, tip, share, main }) => (
              <li key={key} data-main={main}>
                <Term text={tip}>{name}</Term>
                <span className="likeness-bar" aria-hidden="true">
                  <i style={{ transform: `scaleX(${share})` }} />
                </span>
                <b className="num">{percentOf(share)}</b>
              </li>
            ))}
            <li>
              <Term text={real.tip}>{real.name}</Term>
              <span className="likeness-bar likeness-words" aria-hidden="true">
                <i style={{ transform: `scaleX(${generated.real_words})` }} />
              </span>
              <b className="num">{percentOf(generated.real_words)}</b>
            </li>
          </ul>
        </section>
        <section className="card details-part" aria-label="Rhythm">
          <div className="fact-head">
            <h2>Rhythm</h2>
            <VoiceKey report={report} />
          </div>
          {allMeasures(unspaced).map((measure) => (
            <MeasureLine key={measure.key} measure={measure} report={report} />
          ))}
        </section>
        <CurveCard report={report} />
        <PairBars
          title="Punctuation"
          unit="in 100 words"
          empty="Neither of you uses any punctuation."
          items={marks}
        />
        <PairBars
          title="Your own words"
          unit="in 1,000 words"
          empty={
            unspaced
              ? 'Without spaces between them words cannot be told apart.'
              : 'There is no word but everybody’s.'
          }
          items={words}
          wide
        />
      </div>
    </div>
  );
}
