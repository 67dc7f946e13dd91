/** Where toasts appear. One per page; `notify` shows them. */
import type { CSSProperties } from 'react';
import { Toaster as Sonner } from 'sonner';

const TOAST_WIDTH = 'min(720px, calc(100vw - 32px))';

/** `narrow`: the page is one column. */
export function Toaster({ narrow = false }: { narrow?: boolean }) {
  return (
    <Sonner
      // A message of one line lies over the page's lower edge, on a small screen over the head of the page: it covers
      // neither the curve nor the newest sample, which is where the eye is.
      position={narrow ? 'top-center' : 'bottom-center'}
      offset={{ top: 8, bottom: 6 }}
      theme="dark"
      gap={8}
      visibleToasts={3}
      expand
      // Its whole row, so that a short message stands in the middle.
      toastOptions={{ className: 'w-full' }}
      containerAriaLabel="Messages"
      style={{ '--width': TOAST_WIDTH } as CSSProperties}
      mobileOffset={{ left: 16, right: 16, top: 8 }}
    />
  );
}
