/** The way out of an empty place: one button that trains on the chosen text, and the key that does the same. */
import { Button } from '@/components/shared/Button';
import { PlayIcon } from '@/components/shared/icons';
import { Kbd } from '@/components/shared/Kbd';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useChoice } from '@/hooks/useChoice';
import { useNarrow } from '@/hooks/useNarrow';
import { useCatalog, useUi } from '@/hooks/useStores';

export function StartHere() {
  const { training } = useTrainingContext();
  const narrow = useNarrow();
  const { text } = useChoice();
  const catalog = useCatalog((state) => state.state);
  const creating = useUi((state) => state.creating);
  return (
    <div className="mt-4 flex max-w-full items-center gap-4">
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
  );
}
