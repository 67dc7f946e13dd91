/** Shows the messages of the store as toasts, and takes away those that are over. */
import { useEffect } from 'react';
import { dismiss, notify } from '@/components/shared/notify';
import { useUIContext } from '@/contexts/UIContext';

export function Notices() {
  const ui = useUIContext();
  useEffect(
    () =>
      ui.onNotice((notice) => {
        notify(notice);
      }),
    [ui],
  );
  useEffect(
    () =>
      ui.onDismiss((id) => {
        dismiss(id);
      }),
    [ui],
  );
  return null;
}
