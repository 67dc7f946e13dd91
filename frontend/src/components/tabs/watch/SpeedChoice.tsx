/** How fast it trains: the pace alone, never the mathematics. */
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { SelectBox } from '@/components/shared/SelectBox';
import type { Speed } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useChoice } from '@/hooks/useChoice';
import { SPEED_OPTIONS } from './speedOptions';

type Key = `${Speed}`;
const NAMED = SPEED_OPTIONS.map(({ value, label, tooltip }) => ({
  value,
  name: label,
  description: tooltip,
}));

export interface SpeedChoiceProps {
  /** A list, for the thumb. */
  compact?: boolean;
  size?: 'normal' | 'tall';
}

export function SpeedChoice({ compact = false, size = 'tall' }: SpeedChoiceProps) {
  const { training } = useTrainingContext();
  const { speed } = useChoice();
  const shared = {
    label: 'Speed',
    value: `${speed}` as Key,
    onValueChange: (value: Key) => void training.setSpeed(Number(value) as Speed),
  };
  if (compact) return <SelectBox {...shared} items={NAMED} width={88} className="speed-compact" />;
  return <SegmentedControl {...shared} options={SPEED_OPTIONS} size={size} />;
}
