/** Which view of the run: all heads, one head, the person's own text, or the letters. And flat or raised. */
import { useMemo } from 'react';
import { SegmentedControl, type SegmentedOption } from '@/components/shared/SegmentedControl';
import type { CinemaView, Dimensions } from '@/contexts/cinema';
import { useCinema } from '@/hooks/useStores';
import { preloadBars } from './bars';
import { useCinemaActions } from './useCinemaActions';
import { useModelShape, within } from './useCinemaData';

const VIEWS: readonly { value: CinemaView; label: string; tooltip: string }[] = [
  { value: 'overview', label: 'Overview', tooltip: 'Every head of every layer at once' },
  {
    value: 'detail',
    label: 'Detail',
    tooltip: 'One head, large: hover a cell for its exact weight',
  },
  {
    value: 'ask',
    label: 'Ask',
    tooltip: 'Type any text and let every past version of the model read it',
  },
  {
    value: 'letters',
    label: 'Letters',
    tooltip: 'Where the characters lie in the space it made up for them',
  },
];
const FLAT = 'Weights as colours';
const RAISED = 'Weights as the height of bars, to turn and to zoom';

export function ViewChoice({ disabled = false }: { disabled?: boolean }) {
  const view = useCinema((state) => state.view);
  const { show } = useCinemaActions();
  return (
    <SegmentedControl
      kind="buttons"
      label="View"
      className="view-choice"
      options={VIEWS}
      value={view}
      disabled={disabled}
      onValueChange={show}
    />
  );
}

/** Many small pictures stay flat, and so does a question: what the button does then, or why it does nothing. */
function raised(view: CinemaView, layer: number, head: number): SegmentedOption<Dimensions> {
  const option = { value: '3D' as const, label: '3D', tooltip: RAISED, onNear: preloadBars };
  if (view === 'overview') {
    return {
      ...option,
      tooltip: `Opens one head in Detail (now layer ${layer}, head ${head}), its weights as bars`,
    };
  }
  if (view !== 'ask') return option;
  return { ...option, unavailable: 'Ask is flat: press one of its heads to see it large' };
}

export function DimensionChoice({ disabled = false }: { disabled?: boolean }) {
  const dimensions = useCinema((state) => state.dimensions);
  const view = useCinema((state) => state.view);
  const { layers, heads } = useModelShape();
  const layer = useCinema((state) => within(state.layer, layers));
  const head = useCinema((state) => within(state.head, heads));
  const { turn } = useCinemaActions();
  const options = useMemo<readonly SegmentedOption<Dimensions>[]>(
    () => [{ value: '2D', label: '2D', tooltip: FLAT }, raised(view, layer, head)],
    [view, layer, head],
  );
  return (
    <SegmentedControl
      kind="buttons"
      label="Dimensions"
      options={options}
      // The overview is always flat: pressing 3D there opens the chosen head.
      value={view === 'overview' || view === 'ask' ? '2D' : dimensions}
      disabled={disabled}
      onValueChange={turn}
    />
  );
}
