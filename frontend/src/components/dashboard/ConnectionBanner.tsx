/** Says that the connection is lost or the server has ended, and when the next try is. Lies over the header: moves and covers no control of a run. */
import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useConnection, useUi } from '@/hooks/useStores';

const TICK_MS = 250;

function useSecondsUntil(time: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (time === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [time]);
  return time === null ? 0 : Math.max(0, Math.ceil((time - now) / 1000));
}

export function ConnectionBanner() {
  const connection = useConnection();
  const { socket } = useTrainingContext();
  const nextTryAt = connection.state === 'offline' ? connection.nextTryAt : null;
  const seconds = useSecondsUntil(nextTryAt);
  const ended = useUi((state) => state.serverEnded);
  if (connection.state !== 'offline' && !ended) return null;
  return (
    <div className="banner">
      <RotateCcw size={20} strokeWidth={1.75} aria-hidden="true" className="text-amber-text" />
      <p role="status" className="min-w-0">
        {ended ? (
          <>
            <b>The server has ended.</b> Start it again with{' '}
            <span className="mono whitespace-nowrap">./setup.sh run</span>
          </>
        ) : (
          <>
            <b>Reconnecting…</b> Training goes on; nothing is lost.
          </>
        )}
      </p>
      <span className="num whitespace-nowrap">
        {nextTryAt === null ? 'trying now' : `next try in ${seconds} s`}
      </span>
      <button
        type="button"
        className="btn btn-quiet btn-small text-amber-pale"
        disabled={nextTryAt === null}
        onClick={socket.reconnect}
      >
        Try now
      </button>
    </div>
  );
}
