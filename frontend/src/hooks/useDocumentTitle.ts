/** The page's title tells how far the run is, for whoever looks at another tab. */
import { useEffect } from 'react';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import type { Status } from '@/contexts/sessions';
import { useRecorder, useRun } from './useRun';
import { useCurrentRun } from './useStores';

const NAME = 'LLMBreaker';

export function titleOf(status: Status | null, step: number, maxIters: number): string {
  switch (status) {
    case 'running':
      return `${step} of ${maxIters} · ${NAME}`;
    case 'paused':
      return `Paused at ${step} · ${NAME}`;
    case 'queued':
      return `Waiting · ${NAME}`;
    case 'completed':
      return `Trained · ${NAME}`;
    default:
      return NAME;
  }
}

/** A title that changes at every frame would be noise: ten steps at a time. */
const tens = ({ step }: RunSnapshot) => Math.floor(step / 10) * 10;
const exact = ({ step }: RunSnapshot) => step;

export function useDocumentTitle(): void {
  const status = useCurrentRun()?.status ?? null;
  const running = status?.status === 'running';
  const step = useRun(useRecorder(), running ? tens : exact);
  const title = titleOf(status?.status ?? null, step, status?.max_iters ?? 0);
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = NAME;
    };
  }, [title]);
}
