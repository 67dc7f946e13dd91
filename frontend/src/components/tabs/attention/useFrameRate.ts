/**
 * Writes onto an element how many pictures a second are shown, how long a step takes to be (median), and whether the one in sight is still
 * on its way, for whoever measures. Renders nothing.
 */
import { type RefObject, useEffect } from 'react';
import type { TimeMachine } from '@/contexts/timeMachine';

const EVERY_MS = 1000;

export function useFrameRate(element: RefObject<HTMLElement | null>, machine: TimeMachine): void {
  useEffect(() => {
    const mark = ({ waiting }: { waiting: boolean }) => {
      if (element.current) element.current.dataset.waiting = String(waiting);
    };
    mark(machine.store.getState());
    return machine.store.subscribe(mark);
  }, [element, machine]);
  useEffect(() => {
    let request = 0;
    let frames = 0;
    let since = performance.now();
    let pictures = 0;
    let seen = machine.display.changes;
    let live = machine.framesShown;
    const frame = (now: number) => {
      request = requestAnimationFrame(frame);
      frames += 1;
      // What came twice within a frame was shown once.
      if (machine.display.changes !== seen) pictures += 1;
      seen = machine.display.changes;
      const seconds = (now - since) / 1000;
      if (seconds * 1000 < EVERY_MS || !element.current) return;
      const rate = (value: number) => (value / seconds).toFixed(1);
      element.current.dataset.fps = rate(frames);
      element.current.dataset.liveFps = rate(machine.framesShown - live);
      element.current.dataset.pictureFps = rate(pictures);
      const sorted = machine.stopMs.toSorted((a, b) => a - b);
      element.current.dataset.stopMs = (sorted[sorted.length >> 1] ?? 0).toFixed(1);
      element.current.dataset.stopsShown = String(sorted.length);
      [frames, pictures, since, live] = [0, 0, now, machine.framesShown];
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [element, machine]);
}
