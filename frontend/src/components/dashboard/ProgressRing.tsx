/** A run's progress as a ring of 16 px. Decorative: the words stand beside it. */
import type { SessionStatus } from '@/api/generated';
import { useProgress } from './useProgress';

const RADIUS = 6;
const AROUND = 2 * Math.PI * RADIUS;

export function ProgressRing({ status }: { status: SessionStatus }) {
  const { step } = useProgress(status);
  const share = status.max_iters > 0 ? Math.min(1, step / status.max_iters) : 0;
  const circle = { cx: 8, cy: 8, r: RADIUS, fill: 'none', strokeWidth: 2.5 };
  return (
    <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
      <circle {...circle} stroke="var(--line-strong)" />
      <circle
        {...circle}
        stroke="var(--cyan)"
        strokeLinecap="round"
        strokeDasharray={`${share * AROUND} ${AROUND}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
