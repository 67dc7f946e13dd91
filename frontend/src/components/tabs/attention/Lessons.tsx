/** Two runs worth watching for their heads alone, one click away. */
import { Button } from '@/components/shared/Button';
import { DEFAULT_SETUP, madeFor, type Setup, textChange } from '@/contexts/setup';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useChoice } from '@/hooks/useChoice';
import { useUi } from '@/hooks/useStores';

const SHARP = 'modern';
const REPEATS = 'repeats';

export function Lessons() {
  const { training, setup } = useTrainingContext();
  const { texts, presets, preset } = useChoice();
  const creating = useUi((state) => state.creating);
  const start = (change: Partial<Setup>, name: string) => training.prepare(change, name, true);
  const sharp = presets.find(({ name }) => name === SHARP);
  const repeats = texts.find(({ id }) => id === REPEATS);
  const now = setup.getState();
  return (
    <p className="flex flex-wrap items-center justify-center gap-2 text-text-3">
      Or watch
      {sharp && sharp !== preset && (
        <Button
          size="small"
          kind="quiet"
          disabled={creating}
          tooltip="The same text and size, built so that heads see distances: they find their jobs sooner and more sharply."
          onClick={() =>
            start(textChange(now, DEFAULT_SETUP.datasetId, SHARP), `the preset ${sharp.title}`)
          }
        >
          heads that sharpen ({sharp.title})
        </Button>
      )}
      {repeats && (
        <Button
          size="small"
          kind="quiet"
          disabled={creating}
          tooltip="Two layers learn a trick together: one head marks the letter before, another finds where it stood last and copies what came next."
          onClick={() => start(textChange(now, REPEATS, madeFor(REPEATS, presets)), repeats.title)}
        >
          a head that learns to copy ({repeats.title})
        </Button>
      )}
    </p>
  );
}
