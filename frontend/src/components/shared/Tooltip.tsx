/**
 * One sentence that explains a thing. Opens on hover after 300 ms, on keyboard focus at once, and by
 * touch: a long press on a control (its tap already does something), a tap on a `Term`.
 */
import { Tooltip as Radix } from 'radix-ui';
import {
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useFloor } from './useFloor';

const HOVER_DELAY_MS = 300;
const LONG_PRESS_MS = 450;

export interface TooltipProps {
  /** One sentence; nothing is shown when it is empty. */
  text: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** What a finger does to open it: press long (default, for controls) or tap (for words). */
  touch?: 'long-press' | 'tap';
  /** ms of rest before it opens, by pointer and by focus: for a large one, that must be wanted. */
  patience?: number;
  /** Asked at the moment it would open: true keeps it shut. */
  isUnwanted?: () => boolean;
  /** A single focusable element that takes a ref and props. */
  children: ReactElement;
}

export function Tooltip({
  text,
  side = 'top',
  touch = 'long-press',
  patience,
  isUnwanted,
  children,
}: TooltipProps) {
  const [open, setOpen] = useState(false);
  const floor = useFloor();
  const byTouch = useRef(false);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hovered = useRef(false);
  const cancelPress = useCallback(() => clearTimeout(press.current), []);
  useEffect(() => cancelPress, [cancelPress]);

  if (!text) return children;

  const onPointerDown = (event: PointerEvent) => {
    byTouch.current = event.pointerType === 'touch';
    if (byTouch.current && touch === 'long-press') {
      press.current = setTimeout(() => setOpen(true), LONG_PRESS_MS);
    }
  };
  // Radix closes its tooltips on press and click; a finger has no other way to open one.
  const onOpenChange = (next: boolean) => {
    if (byTouch.current) return;
    cancelPress();
    if (!next || isUnwanted?.()) setOpen(false);
    // Radix waits for a pointer by itself, but never for the focus.
    else if (patience && !hovered.current) {
      press.current = setTimeout(() => setOpen(!isUnwanted?.()), patience);
    } else setOpen(true);
  };
  const onClick = () => {
    if (byTouch.current && touch === 'tap') setOpen((was) => !was);
  };
  const close = () => {
    cancelPress();
    setOpen(false);
  };

  return (
    <Radix.Provider delayDuration={patience ?? HOVER_DELAY_MS}>
      <Radix.Root open={open} onOpenChange={onOpenChange}>
        <Radix.Trigger
          asChild
          onPointerDown={onPointerDown}
          onPointerEnter={() => {
            hovered.current = true;
          }}
          onPointerLeave={() => {
            hovered.current = false;
          }}
          onPointerUp={cancelPress}
          onPointerCancel={cancelPress}
          onClick={onClick}
          onBlur={close}
        >
          {children}
        </Radix.Trigger>
        <Radix.Portal container={floor}>
          <Radix.Content
            className="tip"
            side={side}
            sideOffset={8}
            collisionPadding={12}
            onPointerDownOutside={close}
            onEscapeKeyDown={close}
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}

/** A word of the field, dotted underneath, that explains itself on hover, focus or tap. */
export function Term({ children, text }: { children: ReactNode; text: ReactNode }) {
  return (
    <Tooltip text={text} touch="tap">
      <button type="button" className="term">
        {children}
      </button>
    </Tooltip>
  );
}
