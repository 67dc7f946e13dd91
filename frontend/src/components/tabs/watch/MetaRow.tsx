/** On a small screen: what is trained, and the step. The choices themselves follow below the picture. */
import { useCallback } from 'react';
import { useChoice } from '@/hooks/useChoice';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { usePace } from './StepCounter';

const count = (value: number) => value.toLocaleString('en');

export function MetaRow() {
  const run = useCurrentRun();
  const { text, parameterCount } = useChoice();
  const { maxIters, pace } = usePace();
  const step = useRun(
    useRecorder(),
    useCallback(({ step: newest }) => newest, []),
  );
  return (
    <div className="meta-row num">
      <b className="min-w-0 truncate">{run?.status.dataset_title ?? text?.title}</b>
      <span className="flex-[1_0_auto] text-text-3" title={pace.full}>
        {run ? pace.short : parameterCount !== null && `${count(parameterCount)} parameters`}
      </span>
      <span className="whitespace-nowrap text-text-3">
        <b className="text-18">{count(step)}</b> of {count(maxIters)}
      </span>
    </div>
  );
}
