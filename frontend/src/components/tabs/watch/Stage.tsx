/** The sample that is looked at, large; before the first an invitation, after a failure what to do. */

import { cx } from '@/components/shared/cx';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun, useUi } from '@/hooks/useStores';
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
  const hoveredStep = useUi((state) => state.hoveredStep);
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
          {stageTitle(status.status, sample?.step ?? 0, looking)}
        </h2>
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
