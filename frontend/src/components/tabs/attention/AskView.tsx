/** Ask the past: any text, read by the model as it was at the step in sight. */
import { useEffect, useState } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import { AskGrid } from './AskGrid';
import { AskHeads } from './AskHeads';
import { NextPanel } from './NextPanel';

/** A pause in typing, after which the text is read. */
const REST_MS = 120;
const MAX_CHARS = 500;

/** The machine reads the prompt while this view is open. */
function useReading(prompt: string): void {
  const machine = useMachine();
  useEffect(() => {
    const timer = setTimeout(() => machine.read(prompt === '' ? null : prompt), REST_MS);
    return () => clearTimeout(timer);
  }, [machine, prompt]);
  useEffect(() => () => machine.read(null), [machine]);
}

export function AskView() {
  const { cinema } = useTrainingContext();
  const prompt = useCinema((state) => state.prompt);
  const moment = useTime((state) => state.moment);
  const problem = useTime((state) => state.problem);
  const own = useTime((state) => state.text !== null);
  const [chosen, setChosen] = useState<{ text: string; position: number } | null>(null);
  useReading(prompt);
  const shown = own ? moment : null;
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
            maxLength={MAX_CHARS}
            placeholder="Type anything"
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            onChange={(event) => cinema.setState({ prompt: event.target.value })}
          />
          <p className="ask-hint">
            {shown && shown.dropped.length > 0 ? (
              <span className="text-amber-text">
                Left out: {shown.dropped.join(' ')} It never met{' '}
                {shown.dropped.length === 1 ? 'this' : 'these'}.
              </span>
            ) : (
              'Type anything. Every past version of the model will read it.'
            )}
          </p>
        </div>
        {problem && own ? (
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
      <NextPanel moment={shown} position={position} />
    </div>
  );
}
