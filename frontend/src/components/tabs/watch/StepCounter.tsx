/** The step in sight, violet when the person chose it, and what the pace is. Renders with every frame, and nothing else does with it. */
import { useStore } from 'zustand';
import { Counter } from '@/components/shared/Counter';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useChoice } from '@/hooks/useChoice';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useShownStep } from '@/hooks/useShownStep';
import { useCurrentRun } from '@/hooks/useStores';
import { paceOf } from './pace';

/** The last digit of a rate flickers; a tenth is as much as anybody reads. */
const rateOf = ({ ratePerSecond }: RunSnapshot) => Math.round(ratePerSecond * 10) / 10;

/** From here on the figures take more room than the bar has for them. */
const LONG = 1000;

export function usePace() {
  const run = useCurrentRun();
  const { recipe, preset, speed } = useChoice();
  const ratePerSecond = useRun(useRecorder(), rateOf);
  const maxIters = run?.status.max_iters ?? recipe.max_iters ?? 0;
  const expected = preset && {
    seconds: preset.expected.seconds,
    maxIters: preset.training.max_iters ?? 0,
  };
  const { measured: store } = useTrainingContext();
  const measured = useStore(store, (known) => (preset && known[preset.name]) ?? null);
  const summary = run?.summary ?? null;
  const status = run?.status ?? null;
  return {
    maxIters,
    pace: paceOf({ status, speed, maxIters, ratePerSecond, summary, expected, measured }),
  };
}

export function StepCounter({ className }: { className?: string }) {
  const { step, newest, isLive } = useShownStep();
  const { maxIters, pace } = usePace();
  const running = useCurrentRun()?.status.status === 'running';
  const size = maxIters >= LONG ? 'small' : 'normal';
  const rest = { total: maxIters, size, className } as const;
  if (!isLive) {
    const note = `${running ? 'training is at' : 'the newest is'} ${newest.toLocaleString('en')}`;
    return <Counter {...rest} value={step} chosen note={note} />;
  }
  const note = pace.full ? (
    <>
      <span aria-hidden="true" title={pace.full}>
        {pace.short}
      </span>
      <span className="sr-only">{pace.full}</span>
    </>
  ) : (
    pace.short
  );
  return <Counter {...rest} value={step} note={note} />;
}
