/** The invitation to the quiz, with the last score. */
import { Button } from '@/components/shared/Button';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCurrentRun, useStyle } from '@/hooks/useStores';

export function QuizCard() {
  const { style } = useTrainingContext();
  const run = useCurrentRun()?.status.session_id;
  const score = useStyle((state) => (state.score?.sessionId === run ? state.score : null));
  return (
    <section className="card fact quiz-card" aria-label="Which is which?">
      <h2>Which is which?</h2>
      <p>Five snippets, some of them yours. Can a friend tell?</p>
      <Button
        kind="yours"
        className="quiz-start"
        onClick={() => style.store.setState({ view: 'quiz' })}
      >
        Start the quiz
      </Button>
      <p className="fact-note num text-center">
        {score ? `last time: ${score.right} of ${score.of}` : 'by chance: 2 or 3 of 5'}
      </p>
    </section>
  );
}
