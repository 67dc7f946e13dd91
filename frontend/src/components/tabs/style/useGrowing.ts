/** Lets a text box grow with its words where the browser cannot by itself. Its style sheet says how far. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

export function useGrowing(text: string): RefObject<HTMLTextAreaElement | null> {
  const box = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is another height
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || window.CSS?.supports?.('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return box;
}
