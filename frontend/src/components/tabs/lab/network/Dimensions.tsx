/** Flat or raised. */
import { SegmentedControl } from '@/components/shared/SegmentedControl';

const OPTIONS = [
  { value: '2D', label: '2D' },
  { value: '3D', label: '3D' },
] as const;

export interface DimensionsProps {
  raised: boolean;
  onRaised: (raised: boolean) => void;
}

export const Dimensions = ({ raised, onRaised }: DimensionsProps) => (
  <SegmentedControl
    label="Dimensions"
    kind="buttons"
    className="lab-dimensions"
    value={raised ? '3D' : '2D'}
    onValueChange={(next) => onRaised(next === '3D')}
    options={OPTIONS}
  />
);
