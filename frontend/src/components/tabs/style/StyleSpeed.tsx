/** How fast it trains: of the run in sight, or of the one that these words will become. */
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { SelectBox } from '@/components/shared/SelectBox';
import type { Speed } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { OWN_STYLE } from '@/contexts/uploads';
import { useCatalog, useStyle, useStyleStage } from '@/hooks/useStores';
import { SpeedChoice } from '../watch/SpeedChoice';
import { SPEED_OPTIONS } from '../watch/speedOptions';

const NAMED = SPEED_OPTIONS.map(({ value, label, tooltip }) => ({
  ...{ value, name: label, description: tooltip },
}));

export function StyleSpeed({ compact = false }: { compact?: boolean }) {
  const { style } = useTrainingContext();
  const stage = useStyleStage();
  const chosen = useStyle((state) => state.speed);
  const preset = useCatalog(({ presets }) => presets.find(({ name }) => name === OWN_STYLE));
  if (stage !== 'words') return <SpeedChoice compact={compact} size="normal" />;
  const shared = {
    label: 'Speed',
    value: `${chosen ?? preset?.speed_multiplier ?? 2}` as `${Speed}`,
    onValueChange: (value: `${Speed}`) => style.store.setState({ speed: Number(value) as Speed }),
  };
  if (compact) return <SelectBox {...shared} items={NAMED} width={88} className="speed-compact" />;
  return <SegmentedControl {...shared} options={SPEED_OPTIONS} />;
}
