/** Where every head looks in the person's own text, small. */
import { useRef } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { useCutEdges } from './useCutEdges';

export function AskHeads() {
  const { cinema } = useTrainingContext();
  const machine = useMachine();
  const shape = useTime((state) => state.shape);
  const hovered = useCinema((state) => state.hovered);
  const row = useRef<HTMLDivElement>(null);
  useCutEdges(row, shape);
  if (shape === null) return null;
  return (
    <section className="ask-heads" aria-label="Where its heads look in your text">
      <div ref={row} className="ask-heads-row">
        {machine.display.heads.map(({ layer, head, source }) => (
          <figure key={`${layer}.${head}`}>
            <div className="ask-head">
              <Heatmap
                variant="overview"
                {...{ source, layer, head, hovered }}
                tokens={shape.tokens}
                onHover={(cell) => cinema.setState({ hovered: cell })}
              />
            </div>
            <figcaption>
              L{layer}·H{head}
            </figcaption>
          </figure>
        ))}
      </div>
      <p className="ask-legend">
        Above: each layer's best guess. Brighter is surer, a cyan frame means it was right. Left:
        where its heads look.
      </p>
    </section>
  );
}
