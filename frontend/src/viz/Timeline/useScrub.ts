/** The pointer on the track: holds the thumb, at most one step a frame, and lets go. */
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { INSET } from './painter';

export interface ScrubOptions {
  track: RefObject<HTMLElement | null>;
  maxStep: number;
  newestStep: number;
  disabled: boolean;
  onStep: (step: number, held: boolean) => void;
  onHold: (held: boolean, step: number) => void;
}

export function useScrub({ track, maxStep, newestStep, disabled, onStep, onHold }: ScrubOptions) {
  const [held, setHeld] = useState(false);
  /** The step under the thumb while it is held. */
  const [place, setPlace] = useState<number | null>(null);
  const waiting = useRef<number | null>(null);
  const request = useRef(0);
  useEffect(() => () => cancelAnimationFrame(request.current), []);

  const stepAt = (clientX: number) => {
    const box = track.current?.getBoundingClientRect();
    if (!box) return 0;
    const share = (clientX - box.left - INSET) / Math.max(1, box.width - 2 * INSET);
    return Math.round(Math.min(newestStep, Math.max(0, share * maxStep)));
  };
  const flush = () => {
    request.current = 0;
    if (waiting.current !== null) onStep(waiting.current, true);
    setPlace(waiting.current);
    waiting.current = null;
  };
  const move = (clientX: number) => {
    waiting.current = stepAt(clientX);
    if (request.current === 0) request.current = requestAnimationFrame(flush);
  };
  const release = (clientX: number) => {
    if (!held) return;
    cancelAnimationFrame(request.current);
    request.current = 0;
    waiting.current = null;
    setHeld(false);
    setPlace(null);
    const step = stepAt(clientX);
    if (step < newestStep) onStep(step, false);
    onHold(false, step);
  };
  return {
    held,
    place,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (disabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(true);
        onHold(true, stepAt(event.clientX));
        move(event.clientX);
      },
      onPointerMove: (event: PointerEvent) => {
        if (held) move(event.clientX);
      },
      onPointerUp: (event: PointerEvent) => release(event.clientX),
      onPointerCancel: (event: PointerEvent) => release(event.clientX),
    },
  };
}
