/** Where toasts appear. One per page; `notify` shows them. */
import type { CSSProperties } from 'react';
import { Toaster as Sonner } from 'sonner';

const TOAST_WIDTH = 'min(600px, calc(100vw - 32px))';

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      theme="dark"
      gap={8}
      visibleToasts={3}
      expand
      containerAriaLabel="Messages"
      style={{ '--width': TOAST_WIDTH } as CSSProperties}
      // Above the bar of controls at the bottom of a small screen.
      mobileOffset={{ left: 16, right: 16, bottom: 104 }}
    />
  );
}
