/** The recipe; its label is the number of weights, counted, with the breakdown on hover. */
import type { Preset } from '@/api/generated';
import { SelectBox } from '@/components/shared/SelectBox';
import { modelFor, parameterTable, presetFor, totalOf } from '@/contexts/parameterTable';
import { presetChange } from '@/contexts/setup';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useChoice } from '@/hooks/useChoice';
import { ParameterBreakdown } from './ParameterBreakdown';

const count = (value: number) => value.toLocaleString('en');

/** What it was measured to reach, on the text it was made for, with every iteration at full speed. */
const measuredOf = ({ expected }: Preset) =>
  `loss ${expected.val_loss.toFixed(2)} in ${Math.max(1, Math.round(expected.seconds))} s`;

export function PresetSelect() {
  const { training } = useTrainingContext();
  const { presets, preset, text, parameters, parameterCount } = useChoice();
  const countOf = (item: Preset) =>
    text
      ? totalOf(parameterTable(modelFor(presetFor(item, text).model, text)))
      : item.parameter_count;
  const caption =
    parameterCount === null ? 'Preset' : `Preset, ${count(parameterCount)} parameters`;
  return (
    <div className="choose-field choose-preset">
      <SelectBox
        label="Preset"
        tooltip={parameters.length > 0 && <ParameterBreakdown parameters={parameters} />}
        caption={caption}
        items={presets.map((item) => ({
          value: item.name,
          name: item.title,
          description: item.description,
          figure: `${count(countOf(item))} parameters · ${measuredOf(item)}`,
        }))}
        value={preset?.name ?? null}
        placeholder={presets.length === 0 ? 'Loading…' : 'Choose'}
        disabled={presets.length === 0}
        width="100%"
        onValueChange={(name) => {
          const title = presets.find((item) => item.name === name)?.title ?? name;
          training.prepare(presetChange(name), title);
        }}
      />
    </div>
  );
}
