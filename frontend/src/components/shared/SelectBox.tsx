/** A field that opens a list: small label above the chosen value, items that may explain themselves. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { Select } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cx } from './cx';
import { Tooltip } from './Tooltip';
import { useFloor } from './useFloor';

/** How long pointer or focus must rest on the field before it explains itself. */
const PATIENCE_MS = 600;
/** After its list closed, for so long a focus is the list's doing. */
const SETTLE_MS = 400;

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
  const floor = useFloor();
  // When its list closes, the focus returns here by itself: nobody asked for an explanation.
  const listOpen = useRef(false);
  const closedAt = useRef(Number.NEGATIVE_INFINITY);
  const onOpenChange = (open: boolean) => {
    listOpen.current = open;
    if (!open) closedAt.current = performance.now();
  };
  const isUnwanted = () => listOpen.current || performance.now() - closedAt.current < SETTLE_MS;
  const chosen = items.find((item) => item.value === value);
  return (
    <Select.Root
      value={value ?? ''}
      onValueChange={(next) => onValueChange(next as V)}
      onOpenChange={onOpenChange}
      disabled={disabled}
    >
      <Tooltip text={tooltip} side="bottom" patience={PATIENCE_MS} isUnwanted={isUnwanted}>
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
      <Select.Portal container={floor}>
        <Select.Content
          className="pop options"
          position="popper"
          sideOffset={8}
          collisionPadding={16}
        >
          <Select.ScrollUpButton className="options-more">
            <ChevronUp size={20} strokeWidth={1.75} aria-hidden="true" />
          </Select.ScrollUpButton>
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
          <Select.ScrollDownButton className="options-more">
            <ChevronDown size={20} strokeWidth={1.75} aria-hidden="true" />
          </Select.ScrollDownButton>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}
