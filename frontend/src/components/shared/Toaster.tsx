/** Where toasts appear. One per page; `notify` shows them. */
import type { CSSProperties } from 'react';
import { Toaster as Sonner } from 'sonner';

const TOAST_WIDTH = 'min(600px, calc(100vw - 32px))';

export function Toaster() {
  return (
    <Sonner
      // Not over the newest sample or the head of the curve, which is where the eye is.
      position="bottom-left"
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
