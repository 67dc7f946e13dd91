/** What the lab's buttons are called and which of them may be pressed, for every phase. Pure. */
import type { LabState } from '@/lab/desk';
import type { Phase } from '@/lab/protocol';

export type LabAction = 'Train' | 'Pause' | 'Resume' | 'Continue';

export interface LabControls {
  main: LabAction;
  /** Starts learning: the blue button. */
  starts: boolean;
  mainEnabled: boolean;
  /** Once a run has ended, its place offers a new one. */
  second: 'Stop' | 'Reset';
  secondEnabled: boolean;
  stepEnabled: boolean;
  /** What the buttons are called has just changed by itself: a press may still mean what they were. */
  settling: boolean;
  busy: 'main' | 'second' | 'step' | null;
}

const MAIN: Record<Phase, LabAction> = {
  fresh: 'Train',
  running: 'Pause',
  paused: 'Resume',
  stopped: 'Continue',
  finished: 'Continue',
  broken: 'Train',
};

type Input = Pick<LabState, 'status' | 'phase' | 'pending'> &
  Partial<Pick<LabState, 'settling' | 'brought'>>;

export function labControls({
  status,
  phase,
  pending,
  settling = false,
  brought = null,
}: Input): LabControls {
  const ready = status === 'ready';
  const main = MAIN[phase];
  const alive = phase === 'running' || phase === 'paused';
  const broken = phase === 'broken';
  const busy = { train: 'main', pause: 'main', stop: 'second', step: 'step' } as const;
  return {
    main,
    starts: main === 'Train' || main === 'Continue',
    mainEnabled: ready && !broken,
    // Brought weights can be let go of before they were trained.
    second: alive || (phase === 'fresh' && !brought) ? 'Stop' : 'Reset',
    secondEnabled: ready && (phase !== 'fresh' || brought !== null),
    stepEnabled: ready && phase !== 'running' && !broken,
    settling,
    busy: pending === null || pending === 'open' || pending === 'engine' ? null : busy[pending],
  };
}
