/** Which view of the run: all heads, one head, the person's own text, or the letters. And flat or raised. */
import { SegmentedControl, type SegmentedOption } from '@/components/shared/SegmentedControl';
import type { CinemaView, Dimensions } from '@/contexts/cinema';
import { useCinema } from '@/hooks/useStores';
import { preloadBars } from './bars';
import { useCinemaActions } from './useCinemaActions';

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

const DIMENSIONS: readonly SegmentedOption<Dimensions>[] = [
  { value: '2D', label: '2D', tooltip: FLAT },
  { value: '3D', label: '3D', tooltip: RAISED, onNear: preloadBars },
];

export function DimensionChoice({ disabled = false }: { disabled?: boolean }) {
  const dimensions = useCinema((state) => state.dimensions);
  const view = useCinema((state) => state.view);
  const { turn } = useCinemaActions();
  return (
    <SegmentedControl
      kind="buttons"
      label="Dimensions"
      options={DIMENSIONS}
      // The overview is always flat: pressing 3D there opens the chosen head.
      value={view === 'overview' || view === 'ask' ? '2D' : dimensions}
      disabled={disabled || view === 'ask'}
      onValueChange={turn}
    />
  );
}
