/** Reads slices of the stores. A selector that returns the same value renders nothing again. */
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Connection } from '@/api/socket';
import type { Catalog } from '@/contexts/catalog';
import type { CinemaState } from '@/contexts/cinema';
import type { Run, SessionsState } from '@/contexts/sessions';
import type { Setup } from '@/contexts/setup';
import { type StyleStage, type StyleState, stageOf } from '@/contexts/style';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import type { UiState } from '@/contexts/ui';

export const useSessions = <T>(select: (state: SessionsState) => T): T =>
  useStore(useTrainingContext().sessions, select);

export const useSetup = <T>(select: (state: Setup) => T): T =>
  useStore(useTrainingContext().setup, select);

export const useCatalog = <T>(select: (state: Catalog) => T): T =>
  useStore(useTrainingContext().catalog, select);

export const useCinema = <T>(select: (state: CinemaState) => T): T =>
  useStore(useTrainingContext().cinema, select);

export const useStyle = <T>(select: (state: StyleState) => T): T =>
  useStore(useTrainingContext().style.store, select);

export const useUi = <T>(select: (state: UiState) => T): T => useStore(useUIContext(), select);

/** The session in sight, or null before the first. */
export function useCurrentRun(): Run | null {
  return useSessions(({ runs, current }) => (current === null ? null : (runs[current] ?? null)));
}

export function useConnection(): Connection {
  const { socket } = useTrainingContext();
  return useSyncExternalStore(socket.onConnection, socket.connection);
}

/** What tab 3 shows of the session in sight. */
export function useStyleStage(): StyleStage {
  const run = useCurrentRun();
  const editing = useStyle((state) => state.editing);
  return stageOf(run, editing);
}
