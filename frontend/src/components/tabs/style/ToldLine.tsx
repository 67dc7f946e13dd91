/** While it learns: what it knows by now, in the place where the result is read aloud in the end. */
import { useMemo } from 'react';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { isUnspaced } from '@/contexts/textCounts';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { qualityShares } from '@/viz/quality';
import { stagedSample } from '../watch/sampleRows';
import { RunAdvice } from './RunAdvice';
import { toldSoFar } from './toldSoFar';

const samplesOf = ({ samples }: RunSnapshot) => samples;
const checkpointsOf = ({ checkpoints }: RunSnapshot) => checkpoints;

export function ToldLine() {
  const run = useCurrentRun();
  const looked = useLookedStep();
  const checkpoints = useRun(useRecorder(), checkpointsOf);
  const sample = stagedSample(useRun(useRecorder(), samplesOf), looked);
  const spaced = !isUnspaced(run?.session?.probe_text ?? '');
  const shares = sample && spaced ? qualityShares(sample.text, sample.quality) : null;
  const words = shares?.word ?? null;
  const references = run?.session?.reference_losses ?? null;
  const told = useMemo(() => {
    const until = looked ?? Number.POSITIVE_INFINITY;
    return toldSoFar(
      checkpoints.filter(({ step }) => step <= until),
      references,
      words,
    );
  }, [checkpoints, looked, references, words]);
  const begun = run !== null && run.status.status !== 'queued' && !run.status.diverged;
  return (
    <div className="aloud">
      <div>
        <p aria-live="off">{begun && told}</p>
        <RunAdvice />
      </div>
    </div>
  );
}
