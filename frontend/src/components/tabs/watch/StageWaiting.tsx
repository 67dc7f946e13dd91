/** While every place is taken: where in the line, and about how long. */
import type { SessionStatus } from '@/api/generated';

export function StageWaiting({ status }: { status: SessionStatus }) {
  const { queue_position, estimated_start_s } = status;
  const wait = estimated_start_s ? `, about ${Math.ceil(estimated_start_s)} s` : '';
  return (
    <div className="stage">
      <h2 className="num">
        Waiting for a free place, position {queue_position ?? 1}
        {wait}
      </h2>
      <p className="stage-invitation">
        As many models train on this machine as it can take. Yours starts by itself as soon as one
        of them is done.
      </p>
    </div>
  );
}
