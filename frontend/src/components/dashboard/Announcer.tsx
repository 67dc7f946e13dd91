/** Speaks what happens to the run in sight, politely. */
import { useUi } from '@/hooks/useStores';

export function Announcer() {
  const announcement = useUi((state) => state.announcement);
  return (
    <p className="sr-only" aria-live="polite">
      {announcement}
    </p>
  );
}
