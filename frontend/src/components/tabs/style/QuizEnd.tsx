/** The score of a round, what it means, and who wrote what. */
import { RotateCcw } from 'lucide-react';
import { Button } from '@/components/shared/Button';
import { scoreOf, verdictOf } from '@/contexts/quiz';
import type { QuizPlay } from '@/hooks/useQuiz';
import { focusOn } from './focusOn';

export function QuizEnd({ state, again }: QuizPlay) {
  const score = scoreOf(state);
  return (
    <>
      <p className="quiz-score num" role="status">
        <b>{score.right}</b> of {score.of}
        <span>{verdictOf(state)}</span>
      </p>
      <ol className="quiz-list">
        {state.snippets.map(({ text, source }, i) => (
          <li key={text} data-source={source}>
            <b>{source === 'original' ? 'You' : 'Machine'}</b>
            <span className="mono" dir="auto">
              {text}
            </span>
            <span className={state.answers[i] === source ? 'text-green-text' : 'text-amber-text'}>
              {state.answers[i] === source
                ? 'recognised'
                : source === 'machine'
                  ? 'passed for you'
                  : 'taken for a machine'}
            </span>
          </li>
        ))}
      </ol>
      <Button kind="yours" size="tall" icon={RotateCcw} ref={focusOn} onClick={again}>
        Five fresh ones
      </Button>
    </>
  );
}
