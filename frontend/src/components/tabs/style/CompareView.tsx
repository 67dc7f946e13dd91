/** The person and the machine, side by side: the sentence that says it, both texts with what they share, the figures below. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { Term } from '@/components/shared/Tooltip';
import { useFullScreen } from '@/hooks/useFullScreen';
import { useNarrow } from '@/hooks/useNarrow';
import { useCatalog, useCurrentRun } from '@/hooks/useStores';
import { type Phrase, phrasesOf, placesOf, reasonOf } from '@/viz/Phrases/links';
import { paragraphsOf } from '@/viz/Phrases/pieces';
import { Ribbons } from '@/viz/Phrases/Ribbons';
import { CopiedCard } from './CopiedCard';
import { Gutter } from './Gutter';
import { QuizCard } from './QuizCard';
import type { ResultProps } from './result';
import { SpokenRow } from './SpokenRow';
import { StyleCard } from './StyleCard';
import { SureCard } from './SureCard';
import { TextCard } from './TextCard';
import { useFirstSight } from './useFirstSight';
import { writerReason } from './writerReason';

function usePhrases(report: ResultProps['report']) {
  return useMemo(() => {
    const phrases = phrasesOf(report.matches);
    // Wherever the person wrote it, not only where a ribbon begins.
    const own = phrases.flatMap(({ id, text, original: [start, end] }) => [
      { id, start, end },
      ...placesOf(text, report.original_excerpt)
        .filter((place) => place.start !== start)
        .map((place) => ({ id, ...place })),
    ]);
    const made = phrases.flatMap(({ id, generated }) =>
      generated.map(([start, end]) => ({ id, start, end })),
    );
    return {
      phrases,
      original: paragraphsOf(report.original_excerpt, own),
      generated: paragraphsOf(report.text, made, report.confidence.token_probs),
    };
  }, [report]);
}

/** Which step wrote, and why not a later one. */
function ByStep({ report }: Pick<ResultProps, 'report'>) {
  const { step } = report;
  const { short, tip } = writerReason(report, useCurrentRun()?.status.max_iters ?? step);
  return (
    <>
      by step {step.toLocaleString('en')}, <Term text={tip}>{short}</Term>
    </>
  );
}

export function CompareView({ report }: ResultProps) {
  const page = useRef<HTMLDivElement>(null);
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const { isFull, toggle } = useFullScreen(page);
  const narrow = useNarrow();
  const { first, settle } = useFirstSight(report);
  const [active, setActive] = useState<number | null>(null);
  const { phrases, original, generated } = usePhrases(report);
  const dataset = useCurrentRun()?.status.dataset_id;
  // As they were counted before the training; the report counts by its own, stricter rule.
  const counted = useCatalog(({ ownTexts }) => ownTexts.find((own) => own.dataset_id === dataset));
  const words = counted?.word_count ?? report.original.word_count;
  const find = (id: number | null): Phrase | null => (id === null ? null : (phrases[id] ?? null));
  const reason = useCallback(
    (id: number) => {
      const phrase = phrases[id];
      return phrase ? reasonOf(phrase) : '';
    },
    [phrases],
  );
  const shared = { active, onActive: setActive, reason };
  return (
    <div ref={page} className="compare">
      <SpokenRow
        what="You and the machine"
        warns={report.gibberish}
        isFull={isFull}
        onToggle={() => {
          settle();
          toggle();
        }}
      >
        {report.aloud}
      </SpokenRow>
      <div ref={setStage} className="pair" data-first={first}>
        <TextCard
          side="left"
          paragraphs={original}
          note={`${words.toLocaleString('en')} words`}
          {...shared}
        />
        <Gutter phrase={find(active)} count={phrases.length} />
        <TextCard
          side="right"
          paragraphs={generated}
          note={<ByStep report={report} />}
          {...shared}
        />
        {!narrow && <Ribbons {...{ stage, phrases, active }} unrolling={first} />}
      </div>
      <div className="facts">
        <StyleCard report={report} />
        <CopiedCard report={report} />
        <SureCard report={report} />
        <QuizCard />
      </div>
    </div>
  );
}
