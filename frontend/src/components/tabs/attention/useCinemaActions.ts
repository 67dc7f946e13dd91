/** What a press in the cinema does: open a head, go back, change the view, walk between heads. */
import { useMemo } from 'react';
import type { CinemaView, Dimensions } from '@/contexts/cinema';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { carryOver } from './transition';

export function useCinemaActions() {
  const { cinema } = useTrainingContext();
  return useMemo(
    () => ({
      open(layer: number, head: number) {
        // The tile that becomes the picture is known before the browser looks at the page.
        cinema.setState({ layer, head });
        carryOver(() => cinema.setState({ view: 'detail', hovered: null, lockedRow: null }));
      },
      show(view: CinemaView) {
        if (cinema.getState().view === view) return;
        carryOver(() => cinema.setState({ view, hovered: null, lockedRow: null }));
      },
      /** Of a row that is held. */
      letGo() {
        cinema.setState({ lockedRow: null, hovered: null });
      },
      turn(dimensions: Dimensions) {
        const { view } = cinema.getState();
        // A question is flat, whatever is chosen for the other views.
        if (view === 'ask') return;
        // Many small pictures stay flat: the third dimension belongs to one head.
        if (dimensions === '3D' && view === 'overview') {
          carryOver(() => cinema.setState({ view: 'detail', dimensions }));
        } else cinema.setState({ dimensions });
      },
      /** To a neighbouring head, over the edge of a layer to the next one. */
      walk(by: number, layers: number, heads: number) {
        const { layer, head } = cinema.getState();
        const count = layers * heads;
        const at = (layer * heads + head + by + count) % count;
        cinema.setState({ layer: Math.floor(at / heads), head: at % heads });
      },
    }),
    [cinema],
  );
}
