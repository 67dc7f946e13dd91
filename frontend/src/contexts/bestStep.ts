/** Whose weights write best: the checkpoint at which unseen text was easiest. Pure. */
import type { Checkpoint } from '@/viz/LossChart/types';

/** null before the first measured checkpoint. */
export function bestStep(checkpoints: readonly Checkpoint[]): number | null {
  let best: { step: number; loss: number } | null = null;
  for (const { step, valLoss } of checkpoints) {
    if (valLoss !== null && valLoss < (best?.loss ?? Number.POSITIVE_INFINITY)) {
      best = { step, loss: valLoss };
    }
  }
  return best?.step ?? null;
}
