/** The person and the machine, side by side: the sentence that says it, both texts with what they share, the figures below. */
import { useCallback, useMemo, useRef, useState } from 'react';
import { useNarrow } from '@/hooks/useNarrow';
import { type Phrase, phrasesOf, reasonOf } from '@/viz/Phrases/links';
import { paragraphsOf } from '@/viz/Phrases/pieces';
import { Ribbons } from '@/viz/Phrases/Ribbons';
import { CopiedCard } from './CopiedCard';
import { Gutter } from './Gutter';
import { QuizCard } from './QuizCard';
import type { ResultProps } from './result';
import { StyleCard } from './StyleCard';
import { SureCard } from './SureCard';
import { TextCard } from './TextCard';

function usePhrases(report: ResultProps['report']) {
  return useMemo(() => {
    const phrases = phrasesOf(report.matches);
    const own = phrases.map(({ id, original: [start, end] }) => ({ id, start, end }));
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

export function CompareView({ report }: ResultProps) {
  const stage = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const [active, setActive] = useState<number | null>(null);
  const { phrases, original, generated } = usePhrases(report);
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
    <>
      <p className="aloud" data-gibberish={report.gibberish}>
        {report.aloud}
      </p>
      <div ref={stage} className="pair">
        <TextCard side="left" paragraphs={original} {...shared} />
        <Gutter phrase={find(active)} count={phrases.length} />
        <TextCard side="right" paragraphs={generated} report={report} {...shared} />
        {!narrow && <Ribbons stage={stage} phrases={phrases} active={active} />}
      </div>
      <div className="facts">
        <StyleCard report={report} />
        <CopiedCard copied={report.copied} />
        <SureCard report={report} />
        <QuizCard />
      </div>
    </>
  );
}
