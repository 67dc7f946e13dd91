/** How far a session is: from its recorder when this page follows it, from the listing otherwise. */

import type { SessionStatus } from '@/api/generated';
import { useMetricsContext } from '@/contexts/MetricsContext';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useRun } from '@/hooks/useRun';
import { useSessions } from '@/hooks/useStores';

const stepOf = ({ step }: RunSnapshot) => step;
const rateOf = ({ ratePerSecond }: RunSnapshot) => Math.round(ratePerSecond * 10) / 10;

export function useProgress(status: SessionStatus): { step: number; ratePerSecond: number } {
  const { session_id, current_iter, iters_per_sec } = status;
  const recorder = useMetricsContext().of(session_id);
  const followed = useSessions(({ current }) => current === session_id);
  const step = useRun(recorder, stepOf);
  const rate = useRun(recorder, rateOf);
  return followed
    ? { step, ratePerSecond: rate }
    : { step: current_iter, ratePerSecond: iters_per_sec };
}
