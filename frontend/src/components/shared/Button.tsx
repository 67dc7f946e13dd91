/** A button of one of our four kinds. Holds no state; a press is the caller's business. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from './cx';
import type { Icon } from './icons';
import { Tooltip } from './Tooltip';

/** start: begins learning (the one blue button). yours: acts on what the person made. */
export type ButtonKind = 'start' | 'control' | 'quiet' | 'yours';
export type ButtonSize = 'small' | 'normal' | 'tall';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  size?: ButtonSize;
  /** From lucide-react, or a filled shape of ./icons for play, pause, stop and step. */
  icon?: Icon;
  /** One sentence on hover, focus and long press. */
  tooltip?: ReactNode;
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
  ref?: Ref<HTMLButtonElement>;
}

const ICON_SIZE = 20;

export function Button({
  kind = 'control',
  size = 'normal',
  icon: Icon,
  tooltip,
  tooltipSide,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const button = (
    <button
      {...rest}
      type={type}
      className={cx('btn', `btn-${kind}`, size !== 'normal' && `btn-${size}`, className)}
      // A disabled button gets no pointer events, so our tooltip would never open on it.
      title={rest.disabled && typeof tooltip === 'string' ? tooltip : rest.title}
    >
      {Icon && <Icon size={ICON_SIZE} strokeWidth={1.75} aria-hidden="true" />}
      {children}
    </button>
  );
  if (!tooltip) return button;
  return (
    <Tooltip text={tooltip} side={tooltipSide}>
      {button}
    </Tooltip>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  icon: Icon;
  /** The accessible name; also the tooltip unless one is given. */
  label: string;
}

/** A square button with an icon; its name is spoken and shown on hover. */
export function IconButton({ label, tooltip, className, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      aria-label={label}
      tooltip={tooltip ?? label}
      className={cx('btn-square', className)}
    />
  );
}
