/** A dialog in the middle of the page, closed by Escape or a press outside. */
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '@/components/shared/cx';
import { useFloor } from '@/components/shared/useFloor';
import { useReturnedFocus } from '@/components/shared/useReturnedFocus';

export interface ModalProps {
  open: boolean;
  onClose: () => void;
  title: string;
  className?: string;
  children: ReactNode;
}

export function Modal({ open, onClose, title, className, children }: ModalProps) {
  const returned = useReturnedFocus();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal container={useFloor()}>
        <Dialog.Overlay className="veil" />
        <Dialog.Content
          className={cx('pop dialog pop-rise on-raised', className)}
          aria-describedby={undefined}
          {...returned}
        >
          <Dialog.Title className="text-20 leading-7 tracking-title">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
