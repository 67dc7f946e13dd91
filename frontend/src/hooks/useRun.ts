/** Reads a run's recorder: the whole source for a chart, or a slice for words and figures. */
import { useCallback, useSyncExternalStore } from 'react';
import { useMetricsContext } from '@/contexts/MetricsContext';
import { RunRecorder, type RunSnapshot } from '@/contexts/RunRecorder';
import { useSessions } from './useStores';

/** Before the first session: a run without anything. */
const NOTHING = new RunRecorder();

/** The recorder of the session in sight. */
export function useRecorder(): RunRecorder {
  const metrics = useMetricsContext();
  const id = useSessions(({ current }) => current);
  return id === null ? NOTHING : metrics.of(id);
}

/** A slice of a run. `select` must return a primitive or something the snapshot holds, and keep its identity. */
export function useRun<T>(recorder: RunRecorder, select: (run: RunSnapshot) => T): T {
  return useSyncExternalStore(
    recorder.subscribe,
    useCallback(() => select(recorder.getSnapshot()), [recorder, select]),
  );
}
