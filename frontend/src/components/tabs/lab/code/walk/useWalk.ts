/** A walk through the newest recorded step, with its clock. The view draws what it returns. */
import type { Recording } from 'microgpt';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import {
  dwellMs,
  type KeptWalk,
  NO_WALK,
  type Speed,
  type WalkState,
  walkReducer,
} from './machine';
import type { Reach, Stop } from './stops';

export interface Walk {
  state: WalkState;
  /** Where it stands; null without a recording. */
  stop: Stop | null;
  play: () => void;
  pause: () => void;
  next: () => void;
  previous: () => void;
  go: (index: number) => void;
  setSpeed: (speed: Speed) => void;
  setReach: (reach: Partial<Reach>) => void;
}

/** Where each recording was left. */
export type Places = WeakMap<Recording, KeptWalk>;

/**
 * `recording`: of the newest step; null where no walk is wanted, and no clock runs. `onEnd`: the walk left its last stop
 * and wants the next recorded step; called once a recording. `places`: a recording
 * that comes again goes on where it was left.
 */
export function useWalk(recording: Recording | null, onEnd: () => void, places?: Places): Walk {
  const [state, dispatch] = useReducer(walkReducer, NO_WALK);
  // Before paint: no frame shows a new step at an old stop.
  if (state.recording !== recording) {
    dispatch({
      type: 'recording',
      recording,
      kept: recording ? places?.get(recording) : undefined,
    });
  }
  const { index, reach, speed } = state;
  useEffect(() => {
    if (state.recording) places?.set(state.recording, { index, reach, speed });
  }, [places, state.recording, index, reach, speed]);

  const ms = dwellMs(state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every stop has its own time
  useEffect(() => {
    if (ms === null) return;
    const timer = setTimeout(() => dispatch({ type: 'tick' }), ms);
    return () => clearTimeout(timer);
  }, [ms, state.index, state.recording]);

  // Once a recording, however often it is looked at.
  const told = useRef<Recording | null>(null);
  useEffect(() => {
    if (!state.ended) told.current = null;
    else if (told.current !== state.recording) {
      told.current = state.recording;
      onEnd();
    }
  }, [state.ended, state.recording, onEnd]);

  const orders = useMemo(
    () => ({
      play: () => dispatch({ type: 'play' }),
      pause: () => dispatch({ type: 'pause' }),
      next: () => dispatch({ type: 'next' }),
      previous: () => dispatch({ type: 'previous' }),
      go: (index: number) => dispatch({ type: 'go', index }),
      setSpeed: (speed: Speed) => dispatch({ type: 'speed', speed }),
      setReach: (reach: Partial<Reach>) => dispatch({ type: 'reach', reach }),
    }),
    [],
  );
  return { state, stop: state.stops[state.index] ?? null, ...orders };
}
