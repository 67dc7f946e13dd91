/** While it learns: what it knows by now, in the place where the result is read aloud in the end. */
import { useMemo } from 'react';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { RunAdvice } from './RunAdvice';
import { toldSoFar } from './toldSoFar';

const checkpointsOf = ({ checkpoints }: RunSnapshot) => checkpoints;

export function ToldLine() {
  const run = useCurrentRun();
  const looked = useLookedStep();
  const checkpoints = useRun(useRecorder(), checkpointsOf);
  const references = run?.session?.reference_losses ?? null;
  const told = useMemo(() => {
    const until = looked ?? Number.POSITIVE_INFINITY;
    return toldSoFar(
      checkpoints.filter(({ step }) => step <= until),
      references,
    );
  }, [checkpoints, looked, references]);
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
