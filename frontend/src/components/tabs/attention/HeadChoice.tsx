/** Which layer and which head the detail shows: side by side while there are few, a list when there are many. */
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { SelectBox } from '@/components/shared/SelectBox';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema } from '@/hooks/useStores';
import { useModelShape, within } from './useCinemaData';

const FEW = 4;
const TIPS = {
  Layer: 'The second layer reads what the first one wrote',
  Head: 'Each head of a layer looks on its own',
};

interface NumberChoiceProps {
  label: 'Layer' | 'Head';
  count: number;
  value: number;
  onChange: (value: number) => void;
  list: boolean;
}

function NumberChoice({ label, count, value, onChange, list }: NumberChoiceProps) {
  const all = Array.from({ length: count }, (_, i) => String(i));
  if (list) {
    return (
      <SelectBox
        label={label}
        tooltip={TIPS[label]}
        items={all.map((name) => ({ value: name, name }))}
        value={String(value)}
        width={68}
        className="field-low"
        onValueChange={(next) => onChange(Number(next))}
      />
    );
  }
  return (
    <span className="head-choice">
      <span aria-hidden="true">{label}</span>
      <SegmentedControl
        label={label}
        options={all.map((name) => ({ value: name, label: name }))}
        value={String(value)}
        onValueChange={(next) => onChange(Number(next))}
      />
    </span>
  );
}

export function HeadChoice({ list = false }: { list?: boolean }) {
  const { cinema } = useTrainingContext();
  const { layers, heads } = useModelShape();
  const layer = useCinema((state) => state.layer);
  const head = useCinema((state) => state.head);
  const asList = list || layers + heads > FEW + 1;
  return (
    <>
      <NumberChoice
        label="Layer"
        count={layers}
        value={within(layer, layers)}
        list={asList}
        onChange={(next) => cinema.setState({ layer: next })}
      />
      <NumberChoice
        label="Head"
        count={heads}
        value={within(head, heads)}
        list={asList}
        onChange={(next) => cinema.setState({ head: next })}
      />
    </>
  );
}
