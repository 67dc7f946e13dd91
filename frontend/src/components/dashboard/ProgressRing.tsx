/** A run's progress as a ring. */
import type { SessionStatus } from '@/api/generated';
import { Ring } from './Ring';
import { useProgress } from './useProgress';

export function ProgressRing({ status }: { status: SessionStatus }) {
  const { step } = useProgress(status);
  return <Ring share={status.max_iters > 0 ? Math.min(1, step / status.max_iters) : 0} />;
}
