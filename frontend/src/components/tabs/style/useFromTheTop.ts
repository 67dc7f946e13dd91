/** Shows a text box from its beginning when all that stands in it was just pasted: a browser follows the caret to the end. */
import { type ClipboardEvent, useCallback } from 'react';

/** For `onPaste` of the box. */
export function useFromTheTop() {
  return useCallback(({ currentTarget: box }: ClipboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = box;
    if (selectionStart > 0 || selectionEnd < value.length) return;
    // The browser scrolls once the words are in, before the next picture.
    requestAnimationFrame(() => {
      box.scrollTop = 0;
    });
  }, []);
}
