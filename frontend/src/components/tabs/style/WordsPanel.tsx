/** The box for the person's words, counted as they are typed. */
import { TriangleAlert, Undo2 } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useMemo } from 'react';
import { Button } from '@/components/shared/Button';
import { ProgressLine } from '@/components/shared/ProgressLine';
import { asSentence } from '@/components/shared/sentence';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { countText, isTooLong } from '@/contexts/textCounts';
import { useCatalog, useStyle } from '@/hooks/useStores';
import { Counts } from './Counts';
import { TooLong } from './TooLong';
import { useFromTheTop } from './useFromTheTop';
import { useGrowing } from './useGrowing';

const PLACEHOLDER = `Paste what you wrote: e-mails, a diary, an essay, messages to a friend.

The more it sounds like you, the better. It learns your letters, your words, and how you put a sentence together.`;

/** What the server has to say about a text that it knows: how its script learns. */
function useAdvice(text: string): string | null {
  const texts = useCatalog((state) => state.ownTexts);
  const known = useStyle((state) => state.known);
  if (known?.text !== text) return null;
  return texts.find(({ dataset_id }) => dataset_id === known.datasetId)?.advice ?? null;
}

export function WordsPanel() {
  const { style } = useTrainingContext();
  const text = useStyle((state) => state.text);
  // A name for what came with it; words that were changed are the person's own again.
  const source = useStyle((state) => (state.text === state.filled ? state.source : null));
  const before = useStyle((state) => state.before);
  const reading = useStyle((state) => state.reading);
  const onlyHere = useStyle((state) => state.onlyHere && state.text !== '');
  const problem = useStyle((state) => state.problem);
  const deferred = useDeferredValue(text);
  const counts = useMemo(() => countText(deferred), [deferred]);
  const advice = useAdvice(text);
  const box = useGrowing(text);
  const onPaste = useFromTheTop();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void style.train();
  };
  return (
    <section className="card words-panel" aria-label="Your words">
      <div className="words-head">
        <h2 className="min-w-0 flex-1 truncate">
          {source === null ? 'Your words' : <bdi>{source}</bdi>}
        </h2>
        {before !== null && (
          <Button
            kind="yours"
            size="small"
            icon={Undo2}
            tooltip="Bring back what stood here"
            onClick={style.undo}
          >
            Undo
          </Button>
        )}
        <Button kind="quiet" size="small" disabled={text === ''} onClick={style.clear}>
          Clear
        </Button>
      </div>
      <div className="words-box">
        <textarea
          ref={box}
          className="words-text"
          aria-label="Your text"
          aria-describedby="words-counts"
          placeholder={PLACEHOLDER}
          rows={10}
          dir="auto"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onChange={(event) => style.type(event.target.value)}
        />
      </div>
      {reading !== null && (
        <div className="words-reading" role="status">
          <span>Reading {reading.filename}…</span>
          <ProgressLine label="Upload" value={reading.share} thickness={4} />
        </div>
      )}
      {problem !== null && (
        <p className="words-problem" role="alert">
          <TriangleAlert size={20} strokeWidth={1.75} aria-hidden="true" />
          <span>{asSentence(problem)} Your words stay as they are.</span>
        </p>
      )}
      {isTooLong(counts) && <TooLong counts={counts} />}
      {advice !== null && <p className="words-advice">{advice}</p>}
      <Counts counts={counts} />
      <p className="words-privacy">
        {onlyHere
          ? 'Its run is gone, and its text with it. These words are only in this page now.'
          : 'Your text stays on this computer and is forgotten with the run.'}
      </p>
    </section>
  );
}
