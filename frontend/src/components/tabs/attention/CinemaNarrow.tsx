/** The cinema on a small screen: choices above the picture, the timeline where the thumb is. */
import { Maximize, Minimize } from 'lucide-react';
import { Button } from '@/components/shared/Button';
import { useCinema } from '@/hooks/useStores';
import { DatasetSelect } from '../watch/DatasetSelect';
import { SpeedChoice } from '../watch/SpeedChoice';
import { Transport } from '../watch/Transport';
import { HeadChoice } from './HeadChoice';
import { ShownCounter } from './ShownCounter';
import { TimelinePanel } from './TimelinePanel';
import { useCinemaActions } from './useCinemaActions';
import { useModelShape, within } from './useCinemaData';
import { DimensionChoice, ViewChoice } from './ViewChoice';

export function CinemaNarrow({ empty }: { empty: boolean }) {
  const view = useCinema((state) => state.view);
  return (
    <section className="cinema-narrow" aria-label="Training">
      <div className="narrow-row">
        <DatasetSelect />
        <Transport compact size="normal" />
      </div>
      <ViewChoice disabled={empty} />
      <div className="narrow-row">
        <DimensionChoice disabled={empty} />
        {view === 'detail' && !empty ? <HeadChoice /> : <SpeedChoice compact />}
        <ShownCounter />
      </div>
    </section>
  );
}

export interface CinemaThumbBarProps {
  isFull: boolean;
  onFull: () => void;
}

export function CinemaThumbBar({ isFull, onFull }: CinemaThumbBarProps) {
  const { layers, heads } = useModelShape();
  const layer = within(
    useCinema((state) => state.layer),
    layers,
  );
  const head = within(
    useCinema((state) => state.head),
    heads,
  );
  const view = useCinema((state) => state.view);
  const { walk } = useCinemaActions();
  const extra = view === 'detail' && (
    <Button size="tall" className="num" onClick={() => walk(1, layers, heads)}>
      <span aria-hidden="true">
        L{layer} H{head}
      </span>
      <span className="sr-only">
        Next head, now layer {layer}, head {head}
      </span>
    </Button>
  );
  const more = (
    <>
      {view === 'detail' && <SpeedChoice compact />}
      <Button icon={isFull ? Minimize : Maximize} onClick={onFull}>
        Full screen
      </Button>
      <p className="time-help">
        Drag along the line to go back in time. Touch a cell for its weight: its row is held until
        you touch it again.
      </p>
    </>
  );
  return (
    <div className="cinema-thumb">
      <TimelinePanel extra={extra || undefined} more={more} />
    </div>
  );
}
