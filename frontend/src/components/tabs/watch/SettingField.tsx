/** One setting: a number with its bounds, a choice, or yes and no; marked when it differs from the preset. */
import { NumberField } from '@/components/shared/NumberField';
import { SelectBox } from '@/components/shared/SelectBox';
import { boundOf, CHOICE_NAMES, type Setting, type SettingValue } from './advancedFields';

export interface SettingFieldProps {
  setting: Setting;
  /** null: what stands there is not allowed. */
  value: SettingValue | null;
  presetValue: SettingValue | null;
  error: string | null;
  onValueChange: (value: SettingValue | null) => void;
}

const YES_NO = [
  { value: 'true', name: 'yes' },
  { value: 'false', name: 'no' },
];

export function SettingField(props: SettingFieldProps) {
  const { setting, value, presetValue, error, onValueChange } = props;
  const { key, label, tip, unit } = setting;
  const { kind, options, min, above, max } = boundOf(key);
  const differs = value !== presetValue;
  if (kind === 'integer' || kind === 'number') {
    return (
      <NumberField
        {...{ label, unit, min, above, max, error }}
        tooltip={tip}
        integer={kind === 'integer'}
        value={value === null ? null : Number(value)}
        onValueChange={onValueChange}
        className={differs ? 'setting-differs' : undefined}
      />
    );
  }
  const choices = options?.map((option) => ({
    value: option,
    name: CHOICE_NAMES[option] ?? option,
  }));
  return (
    <div className={differs ? 'setting-differs' : undefined}>
      <SelectBox
        label={label}
        tooltip={tip}
        items={choices ?? YES_NO}
        value={String(value)}
        width="100%"
        onValueChange={(next) => onValueChange(choices ? next : next === 'true')}
      />
      {error && <p className="mt-1 text-12 text-amber-text">{error}</p>}
    </div>
  );
}
