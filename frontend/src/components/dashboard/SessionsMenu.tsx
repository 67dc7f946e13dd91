/** How many runs are alive, and the list of them: what each is, how far, how fast; open one, delete one. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { Popover } from '@/components/shared/Popover';
import { isAlive, type Run } from '@/contexts/sessions';
import { useSessions } from '@/hooks/useStores';
import { labSign } from '@/lab/sign';
import { ProgressRing } from './ProgressRing';
import { SessionRow } from './SessionRow';
import { summarise } from './sessionWords';

const MAX_RINGS = 4;

export interface SessionsMenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const newestFirst = (a: Run, b: Run) => b.status.created_at.localeCompare(a.status.created_at);

export function SessionsMenu({ open, onOpenChange }: SessionsMenuProps) {
  const runs = useSessions((state) => state.runs);
  const shown = useSessions(({ current }) => current);
  const all = useMemo(() => Object.values(runs).toSorted(newestFirst), [runs]);
  const alive = all.filter(({ status }) => isAlive(status.status));
  const labTrains = useStore(labSign, ({ share }) => share !== null);
  const words = summarise(
    all.map(({ status }) => status.status),
    labTrains,
  );
  return (
    <div role="status" aria-label="Sessions">
      <Popover
        open={open}
        onOpenChange={onOpenChange}
        label="Sessions of this browser"
        className="w-[min(440px,calc(100vw-32px))]"
        trigger={
          <button type="button" className="sessions num" data-idle={alive.length === 0}>
            {alive.slice(0, MAX_RINGS).map(({ status }) => (
              <ProgressRing key={status.session_id} status={status} />
            ))}
            {words}
          </button>
        }
      >
        {all.length === 0 ? (
          <p className="px-4 py-3 text-text-3">
            No session yet. Each training you start is listed here, with how far it is.
          </p>
        ) : (
          <ul className="max-h-[min(480px,70dvh)] overflow-y-auto">
            {all.map((run) => (
              <SessionRow
                key={run.status.session_id}
                run={run}
                shown={run.status.session_id === shown}
                onOpened={() => onOpenChange(false)}
              />
            ))}
          </ul>
        )}
      </Popover>
    </div>
  );
}
