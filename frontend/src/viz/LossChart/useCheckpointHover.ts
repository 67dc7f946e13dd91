/** Pointer, finger and keyboard on the chart: which checkpoint is looked at. Holds no step itself: that is the caller's. */
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { keyboardStep } from './keyboard';
import { nearestCheckpoint } from './series';
import type { Checkpoint } from './types';

interface Options {
  plot: RefObject<HTMLElement | null>;
  checkpoints: readonly Checkpoint[];
  /** From px within the plot to a step. */
  stepAt: (px: number) => number;
  hoveredStep: number | null;
  onHoverStep: (step: number | null) => void;
}

export function useCheckpointHover({
  plot,
  checkpoints,
  stepAt,
  hoveredStep,
  onHoverStep,
}: Options) {
  const [byKey, setByKey] = useState(false);
  const byTouch = useRef(false);
  const hover = (step: number | null) => {
    if (step !== hoveredStep) onHoverStep(step);
  };

  // A finger does not leave by moving away: it lets go by touching something else.
  useEffect(() => {
    if (hoveredStep === null) return;
    const onDown = (event: globalThis.PointerEvent) => {
      const inside = event.target instanceof Node && plot.current?.contains(event.target);
      if (!byTouch.current || inside) return;
      byTouch.current = false;
      onHoverStep(null);
    };
    document.addEventListener('pointerdown', onDown);
    return () => document.removeEventListener('pointerdown', onDown);
  }, [hoveredStep, onHoverStep, plot]);

  const onPointer = (event: PointerEvent) => {
    const left = plot.current?.getBoundingClientRect().left ?? 0;
    byTouch.current = event.pointerType === 'touch';
    setByKey(false);
    hover(nearestCheckpoint(checkpoints, stepAt(event.clientX - left))?.step ?? null);
  };
  return {
    /** The step was chosen by a key, so it must be said aloud. */
    byKey,
    pointer: {
      onPointerMove: onPointer,
      onPointerDown: onPointer,
      onPointerLeave: (event: PointerEvent) => {
        if (event.pointerType !== 'touch') hover(null);
      },
    },
    keys: {
      onKeyDown: (event: KeyboardEvent) => {
        const next = keyboardStep(event.key, checkpoints, hoveredStep);
        if (next === undefined) return;
        event.preventDefault();
        // The page's own shortcuts must not act on a key that was meant for the chart.
        event.stopPropagation();
        setByKey(true);
        hover(next);
      },
      onBlur: () => {
        if (byKey) hover(null);
      },
    },
  };
}
