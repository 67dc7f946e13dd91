/** How far the run is and how long it will take; the only parts of the tab that render with every frame. */
import { useRef } from 'react';
import { Counter } from '@/components/shared/Counter';
import { ProgressLine } from '@/components/shared/ProgressLine';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun, useStyleStage } from '@/hooks/useStores';
import { usePace } from '../watch/StepCounter';
import { timeLeft, type Watched, watched } from './timeLeft';
import { useExpected } from './useExpected';

const stepOf = ({ step }: RunSnapshot) => step;
const rateOf = ({ ratePerSecond }: RunSnapshot) => ratePerSecond;

/** Before there is a run: what the recipe will take. */
function Ahead() {
  const expected = useExpected();
  if (expected === null) return <div className="style-counter" />;
  return (
    <p className="style-counter style-expected num">
      {expected.steps.toLocaleString('en')} steps, about <b>{expected.seconds}</b> seconds
    </p>
  );
}

/** In words, from the steps that this page has seen; null while nobody can know. */
function useTimeLeft(step: number, maxIters: number): string | null {
  const seen = useRef<Watched | null>(null);
  const run = useCurrentRun();
  const rate = useRun(useRecorder(), rateOf);
  const running = run?.status.status === 'running';
  const key = `${run?.status.session_id}, ${run?.status.speed_multiplier}`;
  const now = performance.now();
  seen.current = watched(seen.current, { key, step, maxIters, running, rate, now });
  return running ? timeLeft(step >= maxIters ? 0 : seen.current.left) : null;
}

function Live() {
  const recorder = useRecorder();
  const step = useRun(recorder, stepOf);
  const { pace, maxIters } = usePace();
  const left = useTimeLeft(step, maxIters);
  return (
    <Counter
      className="style-counter"
      value={step}
      total={maxIters}
      note={<span title={pace.full}>{left ?? pace.short}</span>}
    />
  );
}

export function StyleCounter() {
  return useStyleStage() === 'words' ? <Ahead /> : <Live />;
}

export function RunLine() {
  const step = useRun(useRecorder(), stepOf);
  const total = useCurrentRun()?.status.max_iters ?? 0;
  return (
    <ProgressLine
      label="Training progress"
      value={total > 0 ? step / total : 0}
      valueText={`${step} of ${total} steps`}
    />
  );
}
