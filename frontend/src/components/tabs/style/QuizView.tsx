/** "Which is which?": a snippet at a time, in one typeface, so that only the words can tell. */
import { RotateCcw } from 'lucide-react';
import { useRef } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { Button } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { Kbd } from '@/components/shared/Kbd';
import { type Author, placeOf, remarkOf, scoreOf } from '@/contexts/quiz';
import { useFullScreen } from '@/hooks/useFullScreen';
import { useNarrow } from '@/hooks/useNarrow';
import { type QuizPlay, useQuiz } from '@/hooks/useQuiz';
import { focusOn } from './focusOn';
import { QuizEnd } from './QuizEnd';
import type { ResultProps } from './result';
import { SpokenRow } from './SpokenRow';

const AUTHORS: readonly { author: Author; name: string; keys: [string, string] }[] = [
  { author: 'original', name: 'You', keys: ['left', '←'] },
  { author: 'machine', name: 'Machine', keys: ['right', '→'] },
];
const NAMES: Record<Author, string> = { original: 'You', machine: 'The machine' };

const inDialog = () => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;

/** One mark a snippet: still to come, in sight, right or wrong. */
function Marks({ state }: Pick<QuizPlay, 'state'>) {
  const { snippets, answers } = state;
  const { right } = scoreOf(state);
  const at = placeOf(state);
  return (
    <p className="quiz-marks num">
      {snippets.map(({ text, source }, i) => (
        <i
          key={text}
          aria-hidden="true"
          data-state={
            i < answers.length
              ? answers[i] === source
                ? 'right'
                : 'wrong'
              : i === at
                ? 'now'
                : 'soon'
          }
        />
      ))}
      <span>
        Snippet {at + 1} of {snippets.length}, {right} right so far
      </span>
    </p>
  );
}

function Round({ state, answer, next }: QuizPlay) {
  const narrow = useNarrow();
  const at = placeOf(state);
  const snippet = state.snippets[at];
  const told = state.phase === 'told';
  const given = told ? state.answers[at] : undefined;
  const options = { ignoreEventWhen: inDialog, preventDefault: true };
  useHotkeys('left', () => answer('original'), options);
  useHotkeys('right', () => answer('machine'), options);
  // Its default would press whatever has the focus by then: the button that begins another round.
  useHotkeys('enter', next, { ...options, enabled: told });
  if (!snippet) return null;
  const last = at === state.snippets.length - 1;
  return (
    <>
      <Marks state={state} />
      <blockquote
        key={at}
        ref={at > 0 ? focusOn : undefined}
        tabIndex={-1}
        className="quiz-snippet mono"
        dir="auto"
        data-source={told ? snippet.source : undefined}
      >
        {snippet.text}
      </blockquote>
      <p className="quiz-remark" role="status" data-right={given === snippet.source}>
        {given !== undefined && (
          <>
            <b>{NAMES[snippet.source]}.</b> {remarkOf(given, snippet.source)}
          </>
        )}
      </p>
      <div className="quiz-answers">
        {told ? (
          <Button size="tall" kind="yours" className="quiz-answer" ref={focusOn} onClick={next}>
            {last ? 'See the score' : 'Next snippet'}
            {!narrow && <Kbd>Enter</Kbd>}
          </Button>
        ) : (
          AUTHORS.map(({ author, name, keys }) => (
            <Button
              key={author}
              size="tall"
              className={cx('quiz-answer', `quiz-${author}`)}
              onClick={() => answer(author)}
            >
              {!narrow && author === 'original' && <Kbd>{keys[1]}</Kbd>}
              {name}
              {!narrow && author === 'machine' && <Kbd>{keys[1]}</Kbd>}
            </Button>
          ))
        )}
      </div>
    </>
  );
}

export function QuizView({ sessionId }: ResultProps) {
  const play = useQuiz(sessionId);
  const { state, problem, again } = play;
  const page = useRef<HTMLDivElement>(null);
  const { isFull, toggle } = useFullScreen(page);
  return (
    <div ref={page} className="quiz-page">
      <SpokenRow what="The quiz" isFull={isFull} onToggle={toggle}>
        Five snippets, cut alike. Some are yours, some the machine made up just now.
      </SpokenRow>
      <section className="card quiz" aria-label="Which is which?">
        <h2 className="quiz-title">Which is which?</h2>
        {problem !== null ? (
          <>
            <p className="text-amber-text" role="alert">
              {problem}
            </p>
            <Button icon={RotateCcw} onClick={again}>
              Try again
            </Button>
          </>
        ) : state.phase === 'waiting' ? (
          <p className="text-text-3" role="status">
            The machine writes a few lines, and some of yours are drawn…
          </p>
        ) : state.phase === 'done' ? (
          <QuizEnd {...play} />
        ) : (
          <Round {...play} />
        )}
      </section>
    </div>
  );
}
