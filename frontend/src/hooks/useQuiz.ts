/** One round of the quiz after the other: fetched, played, scored. */
import { useCallback, useEffect, useReducer, useState } from 'react';
import { ApiError } from '@/api/errors';
import { type Author, NO_QUIZ, type QuizState, quizReducer, scoreOf } from '@/contexts/quiz';
import { useTrainingContext } from '@/contexts/TrainingContext';

export interface QuizPlay {
  state: QuizState;
  problem: string | null;
  answer: (author: Author) => void;
  next: () => void;
  again: () => void;
}

export function useQuiz(sessionId: string): QuizPlay {
  const { rest, style } = useTrainingContext();
  const [state, dispatch] = useReducer(quizReducer, NO_QUIZ);
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks again
  useEffect(() => {
    let wanted = true;
    dispatch({ type: 'wait' });
    setProblem(null);
    const ask = async () => {
      try {
        const { snippets } = await rest.quiz(sessionId);
        if (wanted) dispatch({ type: 'begin', snippets });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (wanted) setProblem(error.message);
      }
    };
    void ask();
    return () => {
      wanted = false;
    };
  }, [rest, sessionId, round]);
  const done = state.phase === 'done';
  useEffect(() => {
    if (done) style.store.setState({ score: { sessionId, ...scoreOf(state) } });
  }, [done, state, style, sessionId]);
  return {
    state,
    problem,
    answer: useCallback((author: Author) => dispatch({ type: 'answer', author }), []),
    next: useCallback(() => dispatch({ type: 'next' }), []),
    again: useCallback(() => setRound((was) => was + 1), []),
  };
}
