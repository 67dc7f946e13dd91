/** Puts the main picture of a tab on the whole screen, and back. What goes there is the caller's business. */
import { Maximize, Minimize } from 'lucide-react';
import { IconButton, type IconButtonProps } from './Button';

export interface FullScreenButtonProps extends Pick<IconButtonProps, 'size' | 'className'> {
  isFull: boolean;
  onToggle: () => void;
  /** What it shows: "The curve and the text". */
  what: string;
}

export function FullScreenButton({ isFull, onToggle, what, ...rest }: FullScreenButtonProps) {
  return (
    <IconButton
      {...rest}
      kind="quiet"
      icon={isFull ? Minimize : Maximize}
      label="Full screen"
      tooltip={isFull ? 'Back to the page' : `${what} on the whole screen`}
      tooltipSide="bottom"
      onClick={onToggle}
    />
  );
}
