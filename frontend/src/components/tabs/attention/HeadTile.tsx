/** One head of the overview: its triangle, and what it does. A press opens it in detail. */
import { memo } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema } from '@/hooks/useStores';
import type { HeadSource } from '@/viz/attention';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { HeadCaption } from './HeadCaption';
import { SHARED } from './transition';
import { useCinemaActions } from './useCinemaActions';
import { useJob } from './useCinemaData';

export interface HeadTileProps extends HeadSource {
  tokens: readonly string[];
  /** Keep it the same between renders. */
  onPoint: (head: HeadSource | null) => void;
}

export const HeadTile = memo(function HeadTile(tile: HeadTileProps) {
  const { layer, head, source, tokens, onPoint } = tile;
  const { cinema } = useTrainingContext();
  const { open } = useCinemaActions();
  const job = useJob(layer, head);
  const chosen = useCinema((state) => state.layer === layer && state.head === head);
  const hovered = useCinema((state) => state.hovered);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the caption is the button; the picture is a larger place to press it
    <article
      className="card head-tile"
      style={chosen ? { viewTransitionName: SHARED } : undefined}
      onClick={() => open(layer, head)}
      onPointerEnter={() => onPoint({ layer, head, source })}
      onPointerLeave={() => onPoint(null)}
    >
      <div className="head-picture">
        <Heatmap
          variant="overview"
          {...{ source, layer, head, tokens, hovered }}
          onHover={(cell) => cinema.setState({ hovered: cell })}
        />
      </div>
      <HeadCaption {...{ layer, head, job }} onOpen={() => open(layer, head)} />
    </article>
  );
});
