/** A callback at the next animation frame after a source told of news, and never twice a frame. React renders nothing. */
import { useEffect, useLayoutEffect, useRef } from 'react';

interface Subscribable {
  subscribe(callback: () => void): () => void;
}

/**
 * Calls `paint` once at the start, after each news of `sources`, and when `paint` itself changes (give it with useCallback). Returning
 * true asks for the following frame too. Keep `sources` the same array between renders.
 */
export function useFrames(
  sources: readonly Subscribable[],
  paint: (now: number) => boolean | undefined,
): void {
  const newest = useRef(paint);
  const ask = useRef<() => void>(() => {});
  useLayoutEffect(() => {
    newest.current = paint;
    ask.current();
  }, [paint]);
  useEffect(() => {
    let request = 0;
    const frame = (now: number) => {
      request = 0;
      if (newest.current(now)) invalidate();
    };
    const invalidate = () => {
      if (request === 0) request = requestAnimationFrame(frame);
    };
    ask.current = invalidate;
    const leave = sources.map((source) => source.subscribe(invalidate));
    invalidate();
    return () => {
      for (const unsubscribe of leave) unsubscribe();
      ask.current = () => {};
      cancelAnimationFrame(request);
    };
  }, [sources]);
}
