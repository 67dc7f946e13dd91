/** Ask the past: any text, read by the model as it was at the step in sight. */
import { useMemo, useRef, useState } from 'react';
import type { Moment } from '@/contexts/moments';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema, useCurrentRun } from '@/hooks/useStores';
import { useTime } from '@/hooks/useTime';
import { AskGrid } from './AskGrid';
import { AskHead } from './AskHead';
import { AskHeads } from './AskHeads';
import { NextPanel } from './NextPanel';
import { openingOf } from './opening';
import { characterCount, endOf, listed, MOST_TYPED, unreadOf } from './reading';
import { useAsked, useReading } from './useAsked';
import './ask.css';

const count = (value: number) => value.toLocaleString('en');

interface HintProps {
  shown: Moment | null;
  /** The text as it was asked, which may be more than was read. */
  text: string;
  follows: boolean;
  failed: boolean;
}

/** Two lines that are always there: what the model was not given, and which step reads. */
function Hint({ shown, text, follows, failed }: HintProps) {
  if (failed) return <p className="ask-hint" />;
  if (shown === null) {
    return <p className="ask-hint">Every past version of the model will read it.</p>;
  }
  const { step, tokens, dropped } = shown;
  const unread = unreadOf(text, shown);
  const reader = follows
    ? [
        `Read at step ${count(step)}, the newest it came to.`,
        'Training goes on: every part follows, all of them together.',
      ]
    : [`Read by the model of step ${count(step)}.`, 'Move the timeline: an earlier one reads it.'];
  return (
    <p className="ask-hint num">
      {dropped.length > 0 && (
        <span className="text-amber-text">
          Left out: {listed(dropped)}. It never met {dropped.length === 1 ? 'this' : 'these'}.{' '}
        </span>
      )}
      {unread !== '' ? (
        <span className="ask-unread" dir="auto">
          Only the last {characterCount(tokens.length)} are read, not{' '}
          <s className="mono">{unread}</s>
        </span>
      ) : (
        dropped.length === 0 && reader.map((line) => <span key={line}>{line}</span>)
      )}
    </p>
  );
}

export function AskView() {
  const { cinema } = useTrainingContext();
  const typed = useCinema((state) => state.prompt);
  const probe = useCurrentRun()?.session?.probe_text ?? '';
  const opening = useMemo(() => openingOf(probe), [probe]);
  const prompt = typed ?? opening;
  const problem = useTime((state) => state.problem);
  const text = useTime((state) => state.text);
  const length = useTime(({ moment }) => moment?.tokens.length ?? 0);
  const [chosen, setChosen] = useState<{ text: string; position: number } | null>(null);
  const [large, setLarge] = useState<{ layer: number; head: number } | null>(null);
  const cameFrom = useRef(large);
  const [seed, setSeed] = useState(1);
  useReading(prompt);
  const last = length - 1;
  const position =
    chosen !== null && chosen.text === prompt ? Math.min(chosen.position, last) : last;
  const { here, there, follows } = useAsked(position, seed);
  const shown = here.moment;
  const failed = text !== null && problem !== null;
  const choose = (next: number) => {
    setChosen({ text: prompt, position: next });
    cinema.setState({ hovered: { row: next, column: null } });
  };
  const open = (layer: number, head: number) => {
    cinema.setState({ hovered: null });
    cameFrom.current = { layer, head };
    setLarge({ layer, head });
  };
  return (
    <div className="ask">
      <section className="card ask-main" aria-label="What it expected after each character">
        <div className="ask-bar">
          <input
            className="ask-prompt mono"
            aria-label="Your text"
            value={prompt}
            placeholder="Type anything"
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            onChange={(event) => cinema.setState({ prompt: endOf(event.target.value, MOST_TYPED) })}
          />
          <Hint {...{ shown, follows, failed }} text={text ?? ''} />
        </div>
        {failed ? (
          <p className="ask-problem" role="alert">
            {problem}
          </p>
        ) : shown === null || shown.tokens.length === 0 ? (
          <p className="ask-waiting">
            {prompt === '' ? 'Its guesses appear here, character by character.' : 'Reading…'}
          </p>
        ) : large !== null && large.layer < shown.nLayer && large.head < shown.nHead ? (
          <AskHead
            {...large}
            moment={shown}
            onShow={open}
            onBack={() => {
              cinema.setState({ hovered: null });
              setLarge(null);
            }}
          />
        ) : (
          <>
            <AskGrid moment={shown} position={position} onChoose={choose} />
            <AskHeads moment={shown} onOpen={open} cameFrom={cameFrom} />
          </>
        )}
      </section>
      <NextPanel
        {...{ here, there, follows, position }}
        why={prompt === '' ? 'nothing' : failed ? 'unread' : 'reading'}
        onAgain={() => setSeed((was) => was + 1)}
      />
    </div>
  );
}
