/** Walks through the stops while the timeline plays, smoothly in between; whole steps only. The owner keeps the step. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { prefersStill } from '../motion';
import { positionOf, stepAtPosition } from './steps';

export interface PlaybackOptions {
  playing: boolean;
  /** Stops a second. */
  rate: number;
  stops: readonly number[];
  step: number;
  onStep: (step: number) => void;
  /** Called with false at the last stop. */
  onPlay: (playing: boolean) => void;
}

/** Starts where `step` is, from the beginning when that is the end. A step set from elsewhere while playing is where it goes on. */
export function usePlayback(options: PlaybackOptions): void {
  const newest = useRef(options);
  useLayoutEffect(() => {
    newest.current = options;
  });
  const { playing } = options;
  useEffect(() => {
    if (!playing) return;
    const { stops, step } = newest.current;
    let position = positionOf(stops, step);
    if (position >= stops.length - 1) position = 0;
    let said = step;
    let before = 0;
    let request = 0;
    const frame = (now: number) => {
      const { rate, stops, step, onStep, onPlay } = newest.current;
      if (step !== said) position = positionOf(stops, step);
      // A tab that slept goes on where it was.
      if (before > 0) position += (rate * Math.min(250, now - before)) / 1000;
      before = now;
      said = stepAtPosition(stops, prefersStill() ? Math.floor(position) : position);
      if (said !== step) onStep(said);
      if (position >= stops.length - 1) onPlay(false);
      else request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [playing]);
}
