/** Shows the messages of the store as toasts. */
import { useEffect } from 'react';
import { notify } from '@/components/shared/notify';
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
  return null;
}
