/** What scrolls under the head of a sheet: fades out at its end as long as there is more. */
import { type ReactNode, type RefObject, useRef } from 'react';
import { useMoreBelow } from './useMoreBelow';

export interface SheetTextProps {
  children: ReactNode;
  /** Another one is another height. */
  content: unknown;
  busy?: boolean;
  box?: RefObject<HTMLDivElement | null>;
}

export function SheetText({ children, content, busy, box }: SheetTextProps) {
  const own = useRef<HTMLDivElement>(null);
  const element = box ?? own;
  useMoreBelow(element, content);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={element} className="sheet-text" tabIndex={0} aria-busy={busy}>
      {children}
    </div>
  );
}
