/** The recorders of the sessions that are open on this page, by session. */
import { RunRecorder } from './RunRecorder';

export interface Metrics {
  /** The recorder of a session, made when first asked for. */
  of(sessionId: string): RunRecorder;
  forget(sessionId: string): void;
  /** Shows what has gathered in all of them. */
  publish(): void;
}

export function createMetrics(): Metrics {
  const recorders = new Map<string, RunRecorder>();
  return {
    of(sessionId) {
      const known = recorders.get(sessionId) ?? new RunRecorder();
      recorders.set(sessionId, known);
      return known;
    },
    forget: (sessionId) => {
      recorders.delete(sessionId);
    },
    publish() {
      for (const recorder of recorders.values()) recorder.publish();
    },
  };
}
