/** Where toasts appear. One per page; `notify` shows them. */
import { type CSSProperties, useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { Toaster as Sonner } from 'sonner';
import { useFloor } from './useFloor';

const TOAST_WIDTH = 'min(720px, calc(100vw - 32px))';

/** `high`: messages hang from the top, where the page is one column or its main picture reaches the lower edge. */
export function Toaster({ high = false }: { high?: boolean }) {
  const floor = useFloor();
  // An element of its own that is moved, and not drawn anew in another place: open messages stay open.
  const [host] = useState(() => {
    const element = document.createElement('div');
    // No part of the layout it is put into.
    element.style.position = 'absolute';
    return element;
  });
  useLayoutEffect(() => {
    (floor ?? document.body).append(host);
  }, [floor, host]);
  useLayoutEffect(() => () => host.remove(), [host]);
  return createPortal(
    <Sonner
      // A message of one line lies over the page's lower edge, or over the right of its head: it
      // covers neither the curve nor the newest sample, which is where the eye is, nor a tab's name.
      position={high ? 'top-right' : 'bottom-center'}
      offset={{ top: 8, right: 24, bottom: 6 }}
      theme="dark"
      gap={8}
      visibleToasts={3}
      expand
      // Its whole row, so that a short message stands in the middle.
      toastOptions={{ className: 'w-full' }}
      containerAriaLabel="Messages"
      style={{ '--width': TOAST_WIDTH } as CSSProperties}
      mobileOffset={{ left: 16, right: 16, top: 8 }}
    />,
    host,
  );
}
