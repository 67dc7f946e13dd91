/** Shows a text box from its beginning when all that stands in it is new: a browser follows the caret to the end of what was pasted. */
import { type ClipboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';

export function useFromTheTop(box: RefObject<HTMLTextAreaElement | null>, text: string) {
  const pasting = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pasted is another text
  useLayoutEffect(() => {
    if (!pasting.current) return;
    pasting.current = false;
    box.current?.scrollTo?.({ top: 0, behavior: 'instant' });
  }, [box, text]);
  return {
    onPaste({ currentTarget }: ClipboardEvent<HTMLTextAreaElement>) {
      const { selectionStart, selectionEnd, value } = currentTarget;
      pasting.current = selectionStart === 0 && selectionEnd === value.length;
      // What changes nothing brings no news: the next key must not be taken for it.
      requestAnimationFrame(() => {
        pasting.current = false;
      });
    },
  };
}
