/** The sample that is looked at, on a stage that never moves; in its place why there is none. */
import type { SamplePoint } from '@/api/generated';
import { cx } from '@/components/shared/cx';
import { percentOf } from '@/components/shared/percent';
import { Term } from '@/components/shared/Tooltip';
import { isUnspaced } from '@/contexts/textCounts';
import { useCurrentRun, useStyle } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { QualityText } from '@/viz/QualityText';
import { qualityShares } from '@/viz/quality';
import { StageWaiting } from '../watch/StageWaiting';
import { stageTitle } from '../watch/stageTitle';
import { canWrite } from './canWrite';
import { StoppedNote } from './StoppedNote';
import { StyleNotice } from './StyleNotice';
import { directionOf, yourLine } from './yourLine';

const YOURS = {
  words: 'in your words',
  tip: 'Characters of this sample that stand in a word of your own text.',
};
/** Scripts without spaces have no words to look up. */
const LIKE_YOURS = {
  words: 'in your order',
  tip: 'Characters of this sample that your own text has after the two before them.',
};

export interface VoiceStageProps {
  /** null: there is none yet. */
  sample: SamplePoint | null;
  /** It writes on. */
  live: boolean;
}

export function VoiceStage({ sample, live }: VoiceStageProps) {
  const run = useCurrentRun();
  const probe = run?.session?.probe_text ?? '';
  const yours = useStyle(({ text }) => yourLine(text, probe));
  const looked = useLookedStep();
  if (run === null) return null;
  const { status } = run;
  const looking = looked !== null && sample !== null;
  if (!looking && (status.status === 'error' || status.diverged || run.lost))
    return <StyleNotice />;
  if (status.status === 'queued') return <StageWaiting status={status} />;
  const shares = sample && qualityShares(sample.text, sample.quality);
  const spaced = !isUnspaced(probe);
  const share = (shares?.word ?? 0) + (spaced ? 0 : (shares?.plausible ?? 0));
  const meaning = spaced ? YOURS : LIKE_YOURS;
  return (
    <div className="stage voice-stage">
      <div className="voice-head">
        <h2 className={cx('num min-w-0 flex-1', looking && 'text-violet-text')}>
          {sample
            ? stageTitle(status.status, sample.step, looking ? looked : null)
            : 'It is about to write its first line'}
        </h2>
        {sample && (
          <p className="voice-share num">
            <b>{percentOf(share)}</b> <Term text={meaning.tip}>{meaning.words}</Term>
          </p>
        )}
      </div>
      <p className="voice-text" dir={sample ? directionOf(sample.text) : undefined}>
        {sample && (
          <QualityText text={sample.text} quality={sample.quality} typing={live} caret={live} />
        )}
      </p>
      {canWrite(run) ? (
        <StoppedNote />
      ) : (
        <p className="voice-you" dir={directionOf(probe)}>
          <span>You wrote</span> {yours.replaceAll(/\n+/g, ' ')}
        </p>
      )}
    </div>
  );
}
