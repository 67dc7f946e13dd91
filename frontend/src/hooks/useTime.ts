/** Reads the time machine of the session in sight: slices for words, sources for pictures. */
import { useStore } from 'zustand';
import type { Inspection } from '@/api/generated';
import type { MachineState } from '@/contexts/machineState';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { TimeMachine } from '@/contexts/timeMachine';
import { useSessions, useUi } from './useStores';

/** Before the first session: a machine without a past. It has no stops, so it never asks. */
const NOTHING = new TimeMachine({
  ask: () => new Promise<Inspection>(() => undefined),
  onDrawn: () => undefined,
});

export function useMachine(): TimeMachine {
  const { machines } = useTrainingContext();
  const id = useSessions(({ current }) => current);
  return id === null ? NOTHING : machines.of(id);
}

/** A slice of the machine in sight. `select` must keep the identity of what it returns. */
export function useTime<T>(select: (state: MachineState) => T): T {
  return useStore(useMachine().store, select);
}

/** The past step that every view shows; null: live. */
export const usePastStep = (): number | null =>
  useTime(({ step }) => (step === 'live' ? null : step));

/** The step that tab 1 shows: the one under the pointer, else the time machine's; null: the newest. */
export function useLookedStep(): number | null {
  const hovered = useUi((state) => state.hoveredStep);
  const past = usePastStep();
  return hovered ?? past;
}
