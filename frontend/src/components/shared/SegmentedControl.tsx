/** One choice of a few, side by side; the chosen plate slides to its place. Radio buttons, or plain ones that stay pressed. */
import { RadioGroup } from 'radix-ui';
import { useLayoutEffect, useRef, useState } from 'react';
import { cx } from './cx';
import { Tooltip } from './Tooltip';

export interface SegmentedOption<V extends string> {
  value: V;
  label: string;
  /** Below it, small: a figure that may change. */
  note?: string;
  tooltip?: string;
  disabled?: boolean;
  /** Why it cannot be chosen here: it stays in reach, so that its tooltip can say so. Of `buttons` alone. */
  unavailable?: string;
  /** Someone points at it or has come to it by key: it may be wanted next. */
  onNear?: () => void;
}

export interface SegmentedControlProps<V extends string> {
  /** The accessible name of the radio group. */
  label: string;
  options: readonly SegmentedOption<V>[];
  value: V;
  onValueChange: (value: V) => void;
  size?: 'normal' | 'tall';
  /** `buttons`: each is a button of its own, for what opens a view rather than sets a value. */
  kind?: 'radio' | 'buttons';
  disabled?: boolean;
  className?: string;
}

export function SegmentedControl<V extends string>({
  label,
  options,
  value,
  onValueChange,
  size = 'normal',
  kind = 'radio',
  disabled,
  className,
}: SegmentedControlProps<V>) {
  const group = useRef<HTMLDivElement>(null);
  const [plate, setPlate] = useState({ left: 0, width: 0 });

  const choices = options.map((option) => option.value).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice or other options move the plate
  useLayoutEffect(() => {
    const element = group.current;
    if (!element) return;
    const place = () => {
      const chosen = element.querySelector<HTMLElement>(
        '[aria-checked="true"], [aria-pressed="true"]',
      );
      const [left, width] = [chosen?.offsetLeft ?? 0, chosen?.offsetWidth ?? 0];
      setPlate((was) => (was.left === left && was.width === width ? was : { left, width }));
    };
    place();
    // Fonts, breakpoints and other words change widths after the first layout.
    const observer = new ResizeObserver(place);
    for (const one of [element, ...element.querySelectorAll('.seg-item')]) observer.observe(one);
    return () => observer.disconnect();
  }, [value, choices]);

  const thumb = (
    <span
      className="seg-thumb"
      aria-hidden="true"
      style={{ width: plate.width, transform: `translateX(${plate.left}px)` }}
    />
  );
  if (kind === 'buttons') {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset brings borders and a legend of its own
      <div
        ref={group}
        role="group"
        aria-label={label}
        className={cx('seg', size === 'tall' && 'seg-tall', className)}
      >
        {thumb}
        {options.map((option) => (
          <Tooltip key={option.value} text={option.unavailable ?? option.tooltip}>
            <button
              type="button"
              className="seg-item"
              aria-pressed={option.value === value}
              aria-disabled={option.unavailable ? true : undefined}
              disabled={disabled || option.disabled}
              onClick={() => !option.unavailable && onValueChange(option.value)}
              onPointerEnter={option.onNear}
              onFocus={option.onNear}
            >
              {option.label}
            </button>
          </Tooltip>
        ))}
      </div>
    );
  }
  return (
    <RadioGroup.Root
      ref={group}
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      disabled={disabled}
      className={cx('seg', size === 'tall' && 'seg-tall', className)}
    >
      {thumb}
      {options.map((option) => (
        <Tooltip key={option.value} text={option.tooltip}>
          <RadioGroup.Item
            value={option.value}
            disabled={option.disabled}
            className="seg-item"
            aria-label={option.note ? `${option.label} ${option.note}` : option.label}
          >
            {option.label}
            {option.note && <small>{option.note}</small>}
          </RadioGroup.Item>
        </Tooltip>
      ))}
    </RadioGroup.Root>
  );
}
