/** The walk as a state machine: which recording, which stop of it, playing or not. Pure; the clock is `useWalk`'s. */
import type { Recording } from 'microgpt';
import { type Reach, type Stop, sameStop, stopsOf } from './stops';

export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];
/** ms at a stop at speed 1. */
export const STOP_MS = 1600;

export interface WalkState {
  recording: Recording | null;
  stops: readonly Stop[];
  index: number;
  reach: Reach;
  playing: boolean;
  /** The last stop was left: the next training step is wanted. */
  ended: boolean;
  speed: Speed;
}

/** Where a walk through a recording was left. */
export type KeptWalk = Pick<WalkState, 'index' | 'reach' | 'speed'>;

export type WalkAction =
  /** Another step was recorded; null: nothing to walk through. */
  | { type: 'recording'; recording: Recording | null; kept?: KeptWalk | undefined }
  /** The time of a stop is over. */
  | { type: 'tick' }
  | { type: 'next' }
  | { type: 'previous' }
  | { type: 'go'; index: number }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'speed'; speed: Speed }
  | { type: 'reach'; reach: Partial<Reach> };

export const NO_WALK: WalkState = {
  recording: null,
  stops: [],
  index: 0,
  reach: { position: 'last', head: 0 },
  playing: false,
  ended: false,
  speed: 1,
};

export function walkReducer(state: WalkState, action: WalkAction): WalkState {
  switch (action.type) {
    case 'recording': {
      const { recording, kept } = action;
      if (recording === state.recording) return state;
      const { index, reach, speed } = kept ?? { ...state, index: 0 };
      const stops = recording ? stopsOf(recording, reach) : [];
      return { ...state, recording, stops, index, reach, speed, ended: false };
    }
    case 'tick':
      return state.playing ? forward(state) : state;
    case 'next':
      return forward(state);
    case 'previous':
      return { ...state, index: Math.max(0, state.index - 1), ended: false, playing: false };
    case 'go': {
      const index = Math.min(state.stops.length - 1, Math.max(0, Math.round(action.index)));
      return { ...state, index: Math.max(0, index), ended: false };
    }
    case 'play':
      return { ...state, playing: true };
    case 'pause':
      return { ...state, playing: false };
    case 'speed':
      return { ...state, speed: action.speed };
    case 'reach': {
      const reach = { ...state.reach, ...action.reach };
      if (!state.recording) return { ...state, reach };
      const stops = stopsOf(state.recording, reach);
      return { ...state, reach, stops, index: sameStop(stops, state.stops[state.index]) };
    }
  }
}

function forward(state: WalkState): WalkState {
  if (state.stops.length === 0 || state.ended) return state;
  const last = state.stops.length - 1;
  return state.index < last ? { ...state, index: state.index + 1 } : { ...state, ended: true };
}

/** ms until the next tick; null: no clock runs. */
export const dwellMs = (state: WalkState): number | null =>
  state.playing && !state.ended && state.stops.length > 0 ? STOP_MS / state.speed : null;
