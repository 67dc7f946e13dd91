/** How fast it trains: the pace alone, never the mathematics. */
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { SelectBox } from '@/components/shared/SelectBox';
import type { Speed } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useChoice } from '@/hooks/useChoice';
import { BASE_RATE } from './pace';

type Key = `${Speed}`;
const OPTIONS = ([1, 2, 5, 10, 0] as const).map((speed) => ({
  value: `${speed}` as Key,
  label: speed === 0 ? 'Max' : `${speed}x`,
  tooltip:
    speed === 0
      ? 'As fast as this machine can'
      : `${BASE_RATE * speed} steps a second, if this machine can`,
}));
const NAMED = OPTIONS.map(({ value, label, tooltip }) => ({
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
  return <SegmentedControl {...shared} options={OPTIONS} size={size} />;
}
