/** Ask the past: any text, read by the model as it was at the step in sight. */
import { type ReactNode, useEffect, useState } from 'react';
import type { Moment } from '@/contexts/moments';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import { AskGrid } from './AskGrid';
import { AskHeads } from './AskHeads';
import { NextPanel } from './NextPanel';
import { characterCount, endOf, listed, MOST_TYPED, unreadOf } from './reading';

/** A pause in typing, after which the text is read. */
const REST_MS = 120;

/** The machine reads the prompt while this view is open. */
function useReading(prompt: string): void {
  const machine = useMachine();
  useEffect(() => {
    const timer = setTimeout(() => machine.read(prompt === '' ? null : prompt), REST_MS);
    return () => clearTimeout(timer);
  }, [machine, prompt]);
  useEffect(() => () => machine.read(null), [machine]);
}

/** What the model was not given, or null. */
function toldOf({ tokens, dropped }: Moment, unread: string): ReactNode {
  if (dropped.length === 0 && unread === '') return null;
  return (
    <span className="text-amber-text">
      {dropped.length > 0 &&
        `Left out: ${listed(dropped)} It never met ${dropped.length === 1 ? 'this' : 'these'}. `}
      {unread !== '' && `Only the last ${characterCount(tokens.length)} are read.`}
    </span>
  );
}

export function AskView() {
  const { cinema } = useTrainingContext();
  const prompt = useCinema((state) => state.prompt);
  const moment = useTime((state) => state.moment);
  const problem = useTime((state) => state.problem);
  const text = useTime((state) => state.text);
  const [chosen, setChosen] = useState<{ text: string; position: number } | null>(null);
  useReading(prompt);
  const own = text !== null;
  const shown = own ? moment : null;
  const unread = shown ? unreadOf(text ?? '', shown) : '';
  const failed = own && problem !== null;
  const told = shown && toldOf(shown, unread);
  const count = shown?.tokens.length ?? 0;
  const position =
    chosen !== null && chosen.text === prompt ? Math.min(chosen.position, count - 1) : count - 1;
  const choose = (next: number) => {
    setChosen({ text: prompt, position: next });
    cinema.setState({ hovered: { row: next, column: null } });
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
          <p className="ask-hint">
            {told ?? (failed ? '' : 'Every past version of the model will read it.')}
          </p>
        </div>
        {unread !== '' && (
          <p className="ask-unread" dir="auto">
            Not read: <s className="mono">{unread}</s>
          </p>
        )}
        {failed ? (
          <p className="ask-problem" role="alert">
            {problem}
          </p>
        ) : shown && count > 0 ? (
          <>
            <AskGrid moment={shown} position={position} onChoose={choose} />
            <AskHeads />
          </>
        ) : (
          <p className="ask-waiting">
            {prompt === '' ? 'Its guesses appear here, character by character.' : 'Reading…'}
          </p>
        )}
      </section>
      <NextPanel
        moment={shown}
        position={position}
        why={prompt === '' ? 'nothing' : failed ? 'unread' : 'reading'}
      />
    </div>
  );
}
