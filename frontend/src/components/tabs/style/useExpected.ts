/** How long the words on the desk will take to be learned, at the chosen speed. */
import { useStore } from 'zustand';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { OWN_STYLE } from '@/contexts/uploads';
import { useCatalog, useStyle } from '@/hooks/useStores';
import { BASE_RATE } from '../watch/pace';

/** A checkpoint takes longer than a step: by so many seconds it holds up a run that keeps its pace. Measured: 26 of them, 0.8 s. */
const CHECKPOINT_S = 0.03;

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
  const { max_iters: steps = 0, eval_interval: interval = 0 } = preset.training;
  const speed = chosen ?? preset.speed_multiplier;
  // What this machine needed the last time, else what another one did.
  const seconds = perStep === null ? preset.expected.seconds : perStep * steps;
  if (speed === 0) return { steps, seconds: Math.round(seconds) };
  const checkpoints = interval > 0 ? Math.floor(steps / interval) : 0;
  const paced = steps / (BASE_RATE * speed) + checkpoints * CHECKPOINT_S;
  return { steps, seconds: Math.round(Math.max(paced, seconds)) };
}
