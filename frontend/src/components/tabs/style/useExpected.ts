/** How long the words on the desk will take to be learned, at the chosen speed. */
import { useStore } from 'zustand';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { OWN_STYLE } from '@/contexts/uploads';
import { useCatalog, useStyle } from '@/hooks/useStores';
import { BASE_RATE } from '../watch/pace';

export interface Expected {
  steps: number;
  /** Whole ones. */
  seconds: number;
}

/** null while the recipe is not known. */
export function useExpected(): Expected | null {
  const { measured } = useTrainingContext();
  const perStep = useStore(measured, (known) => known[OWN_STYLE] ?? null);
  const chosen = useStyle((state) => state.speed);
  const preset = useCatalog(({ presets }) => presets.find(({ name }) => name === OWN_STYLE));
  if (!preset) return null;
  const steps = preset.training.max_iters ?? 0;
  const speed = chosen ?? preset.speed_multiplier;
  // What this machine needed the last time, else what another one did.
  const seconds = perStep === null ? preset.expected.seconds : perStep * steps;
  const paced = speed > 0 ? Math.max(steps / (BASE_RATE * speed), seconds) : seconds;
  return { steps, seconds: Math.round(paced) };
}
