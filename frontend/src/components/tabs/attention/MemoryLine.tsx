/** What the past of this run costs: stops and bytes, on the server and on this page. */
import { CACHE_BYTES } from '@/contexts/timeMachine';
import { useTime } from '@/hooks/useTime';

const MEGA = 2 ** 20;
const mega = (bytes: number) => `${(bytes / MEGA).toFixed(bytes < 10 * MEGA ? 1 : 0)} MB`;

export function MemoryLine() {
  const stops = useTime((state) => state.stops.length);
  const server = useTime((state) => state.serverBytes);
  const cached = useTime((state) => state.cached);
  return (
    <p className="memory-line num">
      {stops.toLocaleString('en')} steps kept
      {server > 0 && `, ${mega(server)} on the server`}
      {cached.stops > 0 &&
        `, this page holds ${mega(cached.bytes)} of their pictures, at most ${mega(CACHE_BYTES)}`}
    </p>
  );
}
