/** While it learns: what it knows by now, in the place where the result is read aloud in the end. */
import { useCallback } from 'react';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { RunAdvice } from './RunAdvice';
import { toldSoFar } from './toldSoFar';

export function ToldLine() {
  const run = useCurrentRun();
  const looked = useLookedStep();
  const pick = useCallback(
    ({ checkpoints }: RunSnapshot) =>
      looked === null ? checkpoints.at(-1) : checkpoints.findLast(({ step }) => step <= looked),
    [looked],
  );
  const checkpoint = useRun(useRecorder(), pick);
  const begun = run !== null && run.status.status !== 'queued' && !run.status.diverged;
  return (
    <div className="aloud">
      <div>
        <p aria-live="off">
          {begun && toldSoFar(checkpoint?.valLoss ?? null, run.session?.reference_losses ?? null)}
        </p>
        <RunAdvice />
      </div>
    </div>
  );
}
