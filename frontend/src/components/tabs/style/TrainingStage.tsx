/** While it learns: what it writes now, how surprised it still is, and where its heads look. Once stopped it may write on. */
import { useRef } from 'react';
import { bestStep } from '@/contexts/bestStep';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { isAlive } from '@/contexts/sessions';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun, useStyle } from '@/hooks/useStores';
import { LossPanel } from '../watch/LossPanel';
import { AttentionStrip } from './AttentionStrip';
import { BestNote } from './BestNote';
import { canWrite } from './canWrite';
import { ToldLine } from './ToldLine';
import { gotHarder } from './toldSoFar';
import { VoicePanel } from './VoicePanel';
import { WriteView } from './WriteView';

const bestOf = ({ checkpoints }: RunSnapshot) => bestStep(checkpoints);
const harderOf = ({ checkpoints }: RunSnapshot) => gotHarder(checkpoints);

export function TrainingStage() {
  const picture = useRef<HTMLDivElement>(null);
  const run = useCurrentRun();
  const wantsMore = useStyle(({ view }) => view === 'write');
  const best = useRun(useRecorder(), bestOf);
  const harder = useRun(useRecorder(), harderOf);
  const last = run?.status.current_iter ?? 0;
  const alive = run !== null && isAlive(run.status.status);
  // Before the first step nothing was learned that could be best.
  const learned = best !== null && best > 0 ? best : null;
  if (run && wantsMore && best !== null && canWrite(run)) {
    return (
      <div className="result-stage" data-view="write">
        <WriteView
          key={run.status.session_id}
          step={best || last}
          sessionId={run.status.session_id}
        />
      </div>
    );
  }
  return (
    <div ref={picture} className="training-stage watch-main">
      <ToldLine />
      <LossPanel
        picture={picture}
        labels="beside"
        best={learned}
        subtitle={<BestNote step={learned} alive={alive} harder={harder} />}
      />
      <VoicePanel />
      <AttentionStrip />
    </div>
  );
}
