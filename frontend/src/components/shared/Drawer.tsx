/** A sheet that slides in from the side, for what most people never need to touch. */
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './Button';
import { useFloor } from './useFloor';
import { useReturnedFocus } from './useReturnedFocus';

export interface DrawerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One line under the title. */
  description?: string;
  children: ReactNode;
  /** Buttons that stay in sight below the scrolling part. */
  footer?: ReactNode;
}

export function Drawer({ open, onOpenChange, title, description, children, footer }: DrawerProps) {
  const { onOpenAutoFocus, onCloseAutoFocus } = useReturnedFocus();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal container={useFloor()}>
        <Dialog.Overlay className="veil" />
        <Dialog.Content
          className="sheet on-raised"
          onCloseAutoFocus={onCloseAutoFocus}
          // The first control is Close: focused at once it would only open its own tooltip.
          onOpenAutoFocus={(event) => {
            onOpenAutoFocus();
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="flex items-start gap-4 border-line border-b p-6">
            <div className="flex-1">
              <Dialog.Title className="text-20 leading-7 tracking-title">{title}</Dialog.Title>
              {description && (
                <Dialog.Description className="text-text-3">{description}</Dialog.Description>
              )}
            </div>
            <IconButton
              kind="quiet"
              icon={X}
              label="Close"
              onClick={() => onOpenChange(false)}
              className="-mt-1 -mr-2"
            />
          </header>
          <div className="flex-1 overflow-y-auto p-6">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-6 py-4">
              {footer}
            </footer>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
