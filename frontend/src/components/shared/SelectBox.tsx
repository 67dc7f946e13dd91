/** A field that opens a list: small label above the chosen value, items that may explain themselves. */
import { ChevronDown } from 'lucide-react';
import { Select } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx';
import { Tooltip } from './Tooltip';

export interface SelectItem<V extends string> {
  value: V;
  /** Shown in the field and in the list. */
  name: string;
  /** One sentence under the name, in the list only. */
  description?: string;
  /** A number or short fact at the right edge, in the list only. */
  figure?: string;
  disabled?: boolean;
}

export interface SelectBoxProps<V extends string> {
  /** The accessible name of the combo box. */
  label: string;
  /** The visible label, when it says more than the name ("Preset, 8,384 parameters"). */
  caption?: string;
  items: readonly SelectItem<V>[];
  /** null: nothing chosen yet, the placeholder shows. */
  value: V | null;
  onValueChange: (value: V) => void;
  placeholder?: string;
  disabled?: boolean;
  /** Width in px; places are reserved, so a longer name is cut with an ellipsis. */
  width?: number | string;
  /** What it is, on hover, focus and long press. */
  tooltip?: ReactNode;
  className?: string;
}

export function SelectBox<V extends string>({
  label,
  caption = label,
  items,
  value,
  onValueChange,
  placeholder = 'Choose',
  disabled,
  width,
  tooltip,
  className,
}: SelectBoxProps<V>) {
  const chosen = items.find((item) => item.value === value);
  return (
    <Select.Root
      value={value ?? ''}
      onValueChange={(next) => onValueChange(next as V)}
      disabled={disabled}
    >
      <Tooltip text={tooltip} side="bottom">
        <Select.Trigger aria-label={label} className={cx('field', className)} style={{ width }}>
          <span className="field-label num">{caption}</span>
          <span className="field-value">
            <Select.Value placeholder={placeholder}>{chosen?.name ?? placeholder}</Select.Value>
          </span>
          <Select.Icon className="field-icon" aria-hidden="true">
            <ChevronDown size={20} strokeWidth={1.75} />
          </Select.Icon>
        </Select.Trigger>
      </Tooltip>
      <Select.Portal>
        <Select.Content
          className="pop options"
          position="popper"
          sideOffset={8}
          collisionPadding={16}
        >
          <Select.Viewport>
            {items.map((item) => (
              <Select.Item
                key={item.value}
                value={item.value}
                textValue={item.name}
                disabled={item.disabled}
                className="option"
              >
                {/* All of it is the item's text: what is read aloud is what is seen. */}
                <Select.ItemText>
                  <span className="option-grid">
                    <span className="option-name">{item.name}</span>
                    {item.figure && <span className="option-figure">{item.figure}</span>}
                    {item.description && <span className="option-text">{item.description}</span>}
                  </span>
                </Select.ItemText>
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}
