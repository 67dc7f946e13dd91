/** A dialog in the middle of the page, closed by Escape or a press outside. */
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useFloor } from '@/components/shared/useFloor';

export interface ModalProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

export function Modal({ open, onClose, title, children }: ModalProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal container={useFloor()}>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="pop dialog pop-rise on-raised" aria-describedby={undefined}>
          <Dialog.Title className="text-20 leading-7 tracking-title">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
