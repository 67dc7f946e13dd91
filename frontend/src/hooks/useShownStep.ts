/** The one step that every view of every tab shows, and how many the run has. */
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useChoice } from './useChoice';
import { useRecorder, useRun } from './useRun';
import { useCurrentRun } from './useStores';
import { useTime } from './useTime';

const newestOf = ({ step }: RunSnapshot) => step;

/** The step that is shown: the one looked at, or the newest. */
export function useShownStep(): { step: number; isLive: boolean; newest: number } {
  const newest = useRun(useRecorder(), newestOf);
  const past = useTime(({ step }) => step);
  return past === 'live'
    ? { step: newest, isLive: true, newest }
    : { step: Math.min(past, newest), isLive: false, newest };
}

/** Where pictures that ease between kept steps are: the step that is shown, or a place between two of them. */
export function useEasedStep(): number {
  const { step } = useShownStep();
  return useTime(({ place }) => place) ?? step;
}

export function useMaxStep(): number {
  const { recipe } = useChoice();
  return useCurrentRun()?.status.max_iters ?? recipe.max_iters ?? 500;
}
