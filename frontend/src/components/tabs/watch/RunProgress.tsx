/** How far the run is, as a hairline. */
import { useCallback } from 'react';
import { ProgressLine } from '@/components/shared/ProgressLine';
import { useChoice } from '@/hooks/useChoice';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';

export function RunProgress() {
  const { recipe } = useChoice();
  const total = useCurrentRun()?.status.max_iters ?? recipe.max_iters ?? 0;
  const step = useRun(
    useRecorder(),
    useCallback((run) => run.step, []),
  );
  return (
    <ProgressLine
      label="Training progress"
      value={total > 0 ? step / total : 0}
      valueText={`${step} of ${total} steps`}
    />
  );
}
