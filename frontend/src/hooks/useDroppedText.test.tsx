import { renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useDroppedText } from './useDroppedText';

/** As jsdom has none of its own. */
function drag(type: 'dragover' | 'drop', files: File[]) {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const dataTransfer = { types: files.length > 0 ? ['Files'] : ['text/plain'], files };
  document.body.dispatchEvent(Object.assign(event, { dataTransfer }));
  return event;
}

it('takes a dropped file, and keeps the browser from opening it', () => {
  const onFile = vi.fn();
  const { unmount } = renderHook(() => useDroppedText(onFile));
  const file = new File(['anna\nben'], 'names.txt');
  expect(drag('dragover', [file]).defaultPrevented).toBe(true);
  expect(drag('drop', [file]).defaultPrevented).toBe(true);
  expect(onFile).toHaveBeenCalledExactlyOnceWith(file);
  expect(drag('drop', []).defaultPrevented).toBe(false);
  unmount();
  drag('drop', [file]);
  expect(onFile).toHaveBeenCalledOnce();
});
