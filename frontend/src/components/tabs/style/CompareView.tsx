/** The person and the machine, side by side: the sentence that says it, both texts with what they share, the figures below. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { Term } from '@/components/shared/Tooltip';
import { useFullScreen } from '@/hooks/useFullScreen';
import { useNarrow } from '@/hooks/useNarrow';
import { useCatalog, useCurrentRun } from '@/hooks/useStores';
import { type Phrase, phrasesOf, placesOf, reasonOf, runOf } from '@/viz/Phrases/links';
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
    const found = phrasesOf(report.matches);
    const { original_excerpt: theirs, text: ours } = report;
    const run = runOf(report.copied.longest_text, theirs, ours, found);
    const phrases = run?.run !== undefined ? [...found, run] : found;
    // Wherever the person wrote it, not only where a ribbon begins.
    const own = phrases.flatMap(({ id, text, original: [start, end], run: length }) => [
      { id, start, end, last: length !== undefined },
      ...(length !== undefined ? [] : placesOf(text, theirs))
        .filter((place) => place.start !== start)
        .map((place) => ({ id, ...place })),
    ]);
    const made = phrases.flatMap(({ id, generated, run: length }) =>
      generated.map(([start, end]) => ({ id, start, end, last: length !== undefined })),
    );
    return {
      phrases,
      /** Of whole words. */
      inCommon: found.length,
      runId: run?.id ?? null,
      original: paragraphsOf(theirs, own),
      generated: paragraphsOf(ours, made, report.confidence.token_probs),
    };
  }, [report]);
}

/** How much of the person's text stands below: all of it, as it was counted before the training, or which words of it. */
function useHowMuch({ excerpt_words: [first, last], original }: ResultProps['report']): string {
  const dataset = useCurrentRun()?.status.dataset_id;
  const counted = useCatalog(({ ownTexts }) => ownTexts.find((own) => own.dataset_id === dataset));
  // The report counts by its own, stricter rule.
  const all = original.word_count;
  const figure = (count: number) => count.toLocaleString('en');
  if (first === 1 && last >= all) return `${figure(counted?.word_count ?? all)} words`;
  return `excerpt: words ${figure(first)}–${figure(last)} of ${figure(all)}`;
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
  const [pointed, setActive] = useState<number | null>(null);
  const [pinned, setPinned] = useState<number | null>(null);
  const active = pointed ?? pinned;
  const { phrases, inCommon, runId, original, generated } = usePhrases(report);
  const howMuch = useHowMuch(report);
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
        <TextCard side="left" paragraphs={original} note={howMuch} {...shared} />
        <Gutter phrase={find(active)} count={inCommon} />
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
        <CopiedCard
          report={report}
          isShown={pinned !== null}
          onShow={
            runId === null
              ? null
              : () => {
                  setPinned(pinned === null ? runId : null);
                  if (pinned === null)
                    stage?.scrollIntoView?.({ block: narrow ? 'start' : 'nearest' });
                }
          }
        />
        <SureCard report={report} />
        <QuizCard />
      </div>
    </div>
  );
}
