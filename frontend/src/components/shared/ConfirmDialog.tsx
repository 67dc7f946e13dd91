/** Asks before something is lost. The safe choice has the focus, and Escape takes it. */
import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './Button';
import { useFloor } from './useFloor';
import { useReturnedFocus } from './useReturnedFocus';

export interface ConfirmDialogProps {
  open: boolean;
  /** The question: "Stop this training and switch to Poems?" */
  title: string;
  /** What will be lost, with its numbers. */
  children: ReactNode;
  /** "Keep training". */
  safeLabel: string;
  /** "Stop and switch". */
  confirmLabel: string;
  onSafe: () => void;
  onConfirm: () => void;
  /** A third way, shown between the two. */
  other?: { label: string; onPress: () => void };
}

export function ConfirmDialog({
  open,
  title,
  children,
  safeLabel,
  confirmLabel,
  onSafe,
  onConfirm,
  other,
}: ConfirmDialogProps) {
  const returned = useReturnedFocus();
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onSafe()}>
      <AlertDialog.Portal container={useFloor()}>
        <AlertDialog.Overlay className="veil" />
        <AlertDialog.Content className="pop dialog pop-rise on-raised" {...returned}>
          <AlertDialog.Title className="text-20 leading-7 tracking-title">
            {title}
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-2 mb-6 text-16">{children}</div>
          </AlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">
            {/* Radix puts the focus on Cancel when the dialog opens. */}
            <AlertDialog.Cancel asChild>
              <Button kind="quiet">{safeLabel}</Button>
            </AlertDialog.Cancel>
            {other && <Button onClick={other.onPress}>{other.label}</Button>}
            {/* Not AlertDialog.Action: closing is the caller's answer to onConfirm, not a second event. */}
            <Button onClick={onConfirm}>{confirmLabel}</Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
