/** Before the first run: what will appear here, and the button that makes it happen. */
import { Button } from '@/components/shared/Button';
import { PlayIcon } from '@/components/shared/icons';
import { Kbd } from '@/components/shared/Kbd';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useChoice } from '@/hooks/useChoice';
import { useNarrow } from '@/hooks/useNarrow';
import { useCatalog, useUi } from '@/hooks/useStores';

export function StageIdle() {
  const { training } = useTrainingContext();
  const narrow = useNarrow();
  const { text, recipe, context, contextIsCut } = useChoice();
  const catalog = useCatalog((state) => state.state);
  const creating = useUi((state) => state.creating);
  const interval = (recipe.eval_interval ?? 50).toLocaleString('en');
  return (
    <div className="stage">
      <h2>The model has not read a word yet</h2>
      <p className="stage-invitation">
        Every {interval} steps it will write a line here: first noise, then letters at the right
        rate, then pieces of words.
        {contextIsCut && ` Its context is ${context} characters because the text is short.`}
      </p>
      <div className="mt-4 flex items-center gap-4">
        <Button
          icon={PlayIcon}
          className="min-w-0 max-w-full"
          disabled={catalog !== 'ready' || creating}
          onClick={() => void training.play()}
        >
          <span className="min-w-0 truncate">Train on {text?.title ?? '…'}</span>
        </Button>
        {!narrow && (
          <span className="whitespace-nowrap text-text-3">
            or press <Kbd>Space</Kbd>
          </span>
        )}
      </div>
    </div>
  );
}
