/** Asks now and then how the runs stand that this page does not follow, while anybody could see it. */
import { useEffect } from 'react';
import { isAlive } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useConnection, useSessions } from './useStores';

const INTERVAL_MS = 2000;

export function usePolling(listOpen: boolean): void {
  const { refresh } = useTrainingContext();
  const online = useConnection().state === 'online';
  const others = useSessions(({ runs, current }) =>
    Object.values(runs).some(
      ({ status }) => isAlive(status.status) && status.session_id !== current,
    ),
  );
  const wanted = online && (others || listOpen);
  useEffect(() => {
    if (!wanted) return;
    // A failed listing changes nothing on the page; the lost connection is told by its own banner.
    const ask = () => !document.hidden && refresh().catch(() => undefined);
    ask();
    const timer = setInterval(ask, INTERVAL_MS);
    return () => clearInterval(timer);
  }, [wanted, refresh]);
}
