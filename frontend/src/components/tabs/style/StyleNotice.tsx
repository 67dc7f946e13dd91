/** A run that failed, ran away or went with its server: what happened, and what to do with the words. */
import { Button } from '@/components/shared/Button';
import { FailureBlock } from '@/components/shared/FailureBlock';
import { asSentence } from '@/components/shared/sentence';
import type { Run } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCurrentRun } from '@/hooks/useStores';
import { failureWords } from '../watch/failureWords';

const LOST = {
  title: 'This run went with its server',
  text: 'What it had written stays on this page. Train begins again, with your words.',
};
const TOO_LARGE = 'The text is too large for the memory there is. A shorter one learns as well.';

/** What is told of a failed run elsewhere, but for the button that stands there. */
function wordsOf(run: Run) {
  const { title, text, remedies } = failureWords(run);
  return { title, text: remedies.length > 0 ? text : '' };
}

export function StyleNotice() {
  const { style } = useTrainingContext();
  const run = useCurrentRun();
  if (run === null) return null;
  const { title, text } = run.lost ? LOST : wordsOf(run);
  const said =
    run.failure?.type === 'out_of_memory'
      ? `${text && asSentence(text)} ${TOO_LARGE}`.trim()
      : text;
  return (
    <FailureBlock title={title} className="voice-stage">
      <p className="mt-1">{said || 'Your words are untouched. Train again, or change them.'}</p>
      <Button className="mt-3" onClick={() => void style.edit()}>
        Change the words
      </Button>
    </FailureBlock>
  );
}
