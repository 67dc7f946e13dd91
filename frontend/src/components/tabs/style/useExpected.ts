/** How long the words on the desk will take to be learned, at the chosen speed. */
import { useStore } from 'zustand';
import { atSpeed } from '@/contexts/coreMeasured';
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
  const known = useStore(measured);
  const chosen = useStyle((state) => state.speed);
  const preset = useCatalog(({ presets }) => presets.find(({ name }) => name === OWN_STYLE));
  if (!preset) return null;
  const { max_iters: steps = 0, eval_interval: interval = 0 } = preset.training;
  const speed = chosen ?? preset.speed_multiplier;
  const checkpoints = interval > 0 ? Math.floor(steps / interval) : 0;
  const held = checkpoints * CHECKPOINT_S;
  const perStep = known[OWN_STYLE];
  // What this computer needed the last time, else what another one did.
  const work = perStep === undefined ? preset.expected.seconds + held : perStep * steps;
  const paced = speed === 0 ? 0 : steps / (BASE_RATE * speed) + held;
  // Never less than the last run at this speed took.
  const last = (known[atSpeed(OWN_STYLE, speed)] ?? 0) * steps;
  return { steps, seconds: Math.max(Math.round(Math.max(paced, work)), Math.ceil(last)) };
}
