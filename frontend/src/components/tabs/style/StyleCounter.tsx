/** How far the run is and how long it will take; the only parts of the tab that render with every frame. */
import { Counter } from '@/components/shared/Counter';
import { ProgressLine } from '@/components/shared/ProgressLine';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { OWN_STYLE } from '@/contexts/uploads';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCatalog, useCurrentRun, useStyle, useStyleStage } from '@/hooks/useStores';
import { BASE_RATE } from '../watch/pace';
import { usePace } from '../watch/StepCounter';
import { timeLeft } from './timeLeft';

const stepOf = ({ step }: RunSnapshot) => step;
const rateOf = ({ ratePerSecond }: RunSnapshot) => Math.round(ratePerSecond * 10) / 10;

/** Before there is a run: what the recipe will take. */
function Expected() {
  const chosen = useStyle((state) => state.speed);
  const preset = useCatalog(({ presets }) => presets.find(({ name }) => name === OWN_STYLE));
  if (!preset) return <div className="style-counter" />;
  const steps = preset.training.max_iters ?? 0;
  const speed = chosen ?? preset.speed_multiplier;
  const seconds =
    speed > 0
      ? Math.max(steps / (BASE_RATE * speed), preset.expected.seconds)
      : preset.expected.seconds;
  return (
    <p className="style-counter style-expected num">
      {steps.toLocaleString('en')} steps, about <b>{Math.round(seconds)}</b> seconds
    </p>
  );
}

function Live() {
  const recorder = useRecorder();
  const step = useRun(recorder, stepOf);
  const rate = useRun(recorder, rateOf);
  const { pace, maxIters } = usePace();
  const running = useCurrentRun()?.status.status === 'running';
  const left = running ? timeLeft(step, maxIters, rate) : null;
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
  return useStyleStage() === 'words' ? <Expected /> : <Live />;
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
