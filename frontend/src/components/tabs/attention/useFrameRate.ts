/** Writes onto an element how many pictures a second are shown and how long a step takes to be (median), for whoever measures. Renders nothing. */
import { type RefObject, useEffect } from 'react';
import type { TimeMachine } from '@/contexts/timeMachine';

const EVERY_MS = 1000;

export function useFrameRate(element: RefObject<HTMLElement | null>, machine: TimeMachine): void {
  useEffect(() => {
    let request = 0;
    let frames = 0;
    let since = performance.now();
    let before = { live: machine.framesShown, changes: machine.display.changes };
    const frame = (now: number) => {
      request = requestAnimationFrame(frame);
      frames += 1;
      const seconds = (now - since) / 1000;
      if (seconds * 1000 < EVERY_MS || !element.current) return;
      const after = { live: machine.framesShown, changes: machine.display.changes };
      const rate = (value: number) => (value / seconds).toFixed(1);
      element.current.dataset.fps = rate(frames);
      element.current.dataset.liveFps = rate(after.live - before.live);
      element.current.dataset.pictureFps = rate(after.changes - before.changes);
      const sorted = machine.stopMs.toSorted((a, b) => a - b);
      element.current.dataset.stopMs = (sorted[sorted.length >> 1] ?? 0).toFixed(1);
      element.current.dataset.stopsShown = String(sorted.length);
      [frames, since, before] = [0, now, after];
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [element, machine]);
}
