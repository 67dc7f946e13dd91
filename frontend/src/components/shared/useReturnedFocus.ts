/** Where the focus was when a dialog opened, and back to it: our dialogs open by state, so Radix knows of no trigger. */
import { useRef } from 'react';

export interface ReturnedFocus {
  /** Both for the dialog's content. */
  onOpenAutoFocus: () => void;
  onCloseAutoFocus: (event: Event) => void;
}

/** An opener that is gone by then is left alone: whoever took it away knows where to go on. */
export function useReturnedFocus(): ReturnedFocus {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement) opener.current.focus();
    },
  };
}
