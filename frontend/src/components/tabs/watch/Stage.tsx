/** The sample that is looked at, large; before the first an invitation, after a failure what to do. */

import { Button } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep, useMachine, usePastStep } from '@/hooks/useTime';
import { QualityBar } from '@/viz/QualityBar';
import { QualityText } from '@/viz/QualityText';
import { StageIdle } from './StageIdle';
import { StageNotice } from './StageNotice';
import { StageWaiting } from './StageWaiting';
import { stagedSample } from './sampleRows';
import { stageTitle } from './stageTitle';

const samplesOf = ({ samples }: RunSnapshot) => samples;

export function Stage() {
  const run = useCurrentRun();
  const samples = useRun(useRecorder(), samplesOf);
  const machine = useMachine();
  const past = usePastStep();
  const hoveredStep = useLookedStep();
  const sample = stagedSample(samples, hoveredStep);
  const status = run?.status ?? null;
  const looking = hoveredStep !== null && sample !== null;

  if (!looking && (status?.status === 'error' || status?.diverged)) return <StageNotice />;
  if (status?.status === 'queued') return <StageWaiting status={status} />;
  if (status === null || (status.status === 'idle' && sample === null)) return <StageIdle />;

  const running = status.status === 'running';
  const live = running && !looking;
  return (
    <div className="stage">
      <div className="flex items-center gap-4">
        <h2 className={cx('num flex-1', looking && 'text-violet-text')}>
          {stageTitle(status.status, sample?.step ?? 0, looking ? hoveredStep : null)}
        </h2>
        {past !== null && (
          <Button
            kind="yours"
            size="small"
            tooltip="Every view shows the step of the timeline; return to the newest"
            onClick={() => machine.look('live')}
          >
            {running ? 'Back to live' : 'Back to latest'}
          </Button>
        )}
        <QualityBar
          text={sample?.text ?? ''}
          quality={sample?.quality ?? ''}
          className="stage-quality"
        />
      </div>
      <p className="stage-text">
        {sample && (
          <QualityText text={sample.text} quality={sample.quality} typing={live} caret={live} />
        )}
      </p>
    </div>
  );
}
