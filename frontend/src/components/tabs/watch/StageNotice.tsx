/** A run that failed or ran away: what happened, and what to press. The curve so far stays. */
import { Button } from '@/components/shared/Button';
import { FailureBlock } from '@/components/shared/FailureBlock';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { useChoice } from '@/hooks/useChoice';
import { useCurrentRun, useSetup } from '@/hooks/useStores';
import { failureWords } from './failureWords';

export function StageNotice() {
  const { training } = useTrainingContext();
  const ui = useUIContext();
  const run = useCurrentRun();
  const overrides = useSetup((state) => state.hyperparameters);
  const { recipe } = useChoice();
  if (run === null) return null;
  const words = failureWords(run);
  const rate = recipe.learning_rate ?? 0;
  const half = Number((rate / 2).toPrecision(2));
  const calmer = () =>
    training.prepare(
      { hyperparameters: { ...overrides, learning_rate: half } },
      'a calmer run',
      true,
    );
  return (
    <FailureBlock title={words.title}>
      {words.text && <p className="mt-1 line-clamp-3">{words.text}</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        {words.remedies.includes('calmer') && (
          <Button onClick={calmer}>Train with learning rate {half}</Button>
        )}
        {words.remedies.includes('settings') && (
          <Button kind="quiet" onClick={() => ui.setState({ drawerOpen: true })}>
            Change the settings
          </Button>
        )}
      </div>
    </FailureBlock>
  );
}
