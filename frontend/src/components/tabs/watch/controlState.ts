/** What the buttons of a run are called and which of them may be pressed, for every state. Pure. */
import type { Command, Status } from '@/contexts/sessions';

export type MainAction = 'Play' | 'Pause' | 'Resume' | 'Replay';

export interface ControlState {
  main: MainAction;
  /** Starts learning: the blue button. */
  starts: boolean;
  mainEnabled: boolean;
  stopEnabled: boolean;
  stepEnabled: boolean;
  /** Which button waits for the server's event. */
  busy: 'main' | 'stop' | 'step' | null;
}

const MAIN: Record<Status, MainAction> = {
  idle: 'Play',
  queued: 'Play',
  running: 'Pause',
  paused: 'Resume',
  stopped: 'Replay',
  completed: 'Replay',
  error: 'Replay',
};
const BUSY: Record<Command, 'main' | 'stop' | 'step'> = {
  start: 'main',
  pause: 'main',
  resume: 'main',
  stop: 'stop',
  step: 'step',
};

export interface ControlInput {
  /** null: no session yet. */
  status: Status | null;
  pending: Command | null;
  /** A session is being created. */
  creating: boolean;
  /** There is something to choose from. */
  ready: boolean;
}

export function controlState({ status, pending, creating, ready }: ControlInput): ControlState {
  const state = status ?? 'idle';
  const main = MAIN[state];
  const free = ready && !creating;
  return {
    main,
    starts: main === 'Play' || main === 'Replay',
    mainEnabled: free && state !== 'queued',
    stopEnabled: free && (state === 'running' || state === 'paused' || state === 'queued'),
    stepEnabled: free && (state === 'idle' || state === 'paused'),
    busy: creating ? 'main' : pending === null ? null : BUSY[pending],
  };
}
