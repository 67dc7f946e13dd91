/** Choose, act, look, pace, read: one row of fixed widths above the picture. */
import { FullScreenButton } from '@/components/shared/FullScreenButton';
import { useCinema } from '@/hooks/useStores';
import { DatasetSelect } from '../watch/DatasetSelect';
import { SpeedChoice } from '../watch/SpeedChoice';
import { Transport } from '../watch/Transport';
import { HeadChoice } from './HeadChoice';
import { ShownCounter } from './ShownCounter';
import { DimensionChoice, ViewChoice } from './ViewChoice';

export interface CinemaBarProps {
  isFull: boolean;
  onFull: () => void;
  /** There is nothing to look at yet. */
  empty: boolean;
}

export function CinemaBar({ isFull, onFull, empty }: CinemaBarProps) {
  const view = useCinema((state) => state.view);
  return (
    <section className="cinema-bar" aria-label="Training">
      <div className="bar-group">
        <DatasetSelect />
        <Transport compact size="normal" />
      </div>
      <div className="bar-group">
        <ViewChoice disabled={empty} />
        <DimensionChoice disabled={empty} />
      </div>
      <div className="bar-group">
        {view === 'detail' && !empty ? (
          <>
            <HeadChoice />
            <SpeedChoice compact />
          </>
        ) : (
          <SpeedChoice size="normal" />
        )}
      </div>
      <ShownCounter />
      <FullScreenButton what="The picture" isFull={isFull} onToggle={onFull} />
    </section>
  );
}
