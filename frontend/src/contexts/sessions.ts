/**
 * The sessions of this browser: what each is and how it stands, and which one is in sight. Changes
 * when the server says so and only marks commands as pending before that. High-rate numbers live elsewhere.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorBody, Session, SessionState, SessionStatus, StyleReport } from '@/api/generated';

export type Status = SessionStatus['status'];
export type Speed = SessionStatus['speed_multiplier'];
export type FeatureType = SessionStatus['feature_type'];
export type Command = 'start' | 'pause' | 'resume' | 'stop' | 'step';

export interface Summary {
  /** Training time; null when the page came after the end and can only tell the wall clock. */
  seconds: number | null;
  finalValLoss: number | null;
}

export interface Failure {
  type: ErrorBody['error_type'];
  message: string;
}

export interface Run {
  /** `current_iter` and `iters_per_sec` are as of the last event that changed the status or the last listing. */
  status: SessionStatus;
  /** What defines it; null while only the listing is known. */
  session: Session | null;
  summary: Summary | null;
  failure: Failure | null;
  /** What came of a style session, once it is compared with the person's own words. */
  report?: StyleReport | null;
  /** A command that was sent and whose event has not come back. */
  pending: Command | null;
  /** The server does not know it any more: only the picture on this page is left. */
  lost?: boolean;
}

export interface SessionsState {
  runs: Readonly<Record<string, Run>>;
  /** The session that every tab shows, each from its own side; null: none yet. */
  current: string | null;
}
export type SessionsStore = StoreApi<SessionsState>;

export const createSessionsStore = (): SessionsStore =>
  createStore<SessionsState>(() => ({ runs: {}, current: null }));

const ALIVE: ReadonlySet<Status> = new Set<Status>(['queued', 'running', 'paused']);
export const isAlive = (status: Status): boolean => ALIVE.has(status);

/** A session that was just created, as the listing will show it. */
export function statusOf(session: Session): SessionStatus {
  const { session_id, feature_type, dataset_id, dataset_title, preset, parameter_count } = session;
  const { status, speed_multiplier, created_at, training_config } = session;
  const { engine, engine_reason } = session;
  return {
    ...{ session_id, feature_type, dataset_id, dataset_title, preset, parameter_count },
    ...{ status, speed_multiplier, created_at, engine, engine_reason },
    current_iter: 0,
    max_iters: training_config.max_iters ?? 0,
    progress: 0,
    iters_per_sec: 0,
    diverged: false,
  };
}

/** Both halves of a whole state. */
export function splitState(state: SessionState): { status: SessionStatus; session: Session } {
  const { current_iter, max_iters, iters_per_sec, diverged, started_at, completed_at } = state;
  const { queue_position, estimated_start_s, total_time_seconds, error_message } = state;
  const status: SessionStatus = {
    ...statusOf(state),
    ...{ current_iter, max_iters, iters_per_sec, diverged, started_at, completed_at },
    ...{ queue_position, estimated_start_s, total_time_seconds, error_message },
    progress: max_iters > 0 ? current_iter / max_iters : 0,
  };
  const { loss_history, progress, samples, attention, seq, ...rest } = state;
  const { snapshot_steps, head_history, attention_history, style_metrics, ...session } = rest;
  return { status, session };
}

export const sessionActions = (store: SessionsStore) => {
  const edit = (id: string, change: (run: Run) => Partial<Run>) =>
    store.setState(({ runs }) => {
      const run = runs[id];
      return run ? { runs: { ...runs, [id]: { ...run, ...change(run) } } } : {};
    });
  return {
    /** Adds a session or replaces what was known of it. */
    put(status: SessionStatus, session: Session | null, rest: Partial<Run> = {}): void {
      const blank: Run = { status, session: null, summary: null, failure: null, pending: null };
      store.setState(({ runs }) => {
        const known = runs[status.session_id];
        const run = { ...blank, ...known, status, session: session ?? known?.session ?? null };
        return { runs: { ...runs, [status.session_id]: { ...run, ...rest } } };
      });
    },
    edit,
    editStatus(id: string, status: Partial<SessionStatus>, rest: Partial<Run> = {}): void {
      edit(id, (run) => ({ ...rest, status: { ...run.status, ...status } }));
    },
    /** Takes a listing: sessions that are no longer in it are gone. */
    list(all: readonly SessionStatus[], keep: readonly string[] = []): void {
      store.setState(({ runs }) => {
        const next: Record<string, Run> = {};
        for (const id of keep) if (runs[id]) next[id] = runs[id];
        for (const status of all) {
          const blank: Run = { status, session: null, summary: null, failure: null, pending: null };
          next[status.session_id] ??= { ...blank, ...runs[status.session_id], status };
        }
        return { runs: next };
      });
    },
    remove(id: string): void {
      store.setState(({ runs, current }) => {
        const { [id]: gone, ...left } = runs;
        return { runs: left, current: current === id ? null : current };
      });
    },
    show(id: string | null): void {
      store.setState({ current: id });
    },
  };
};
export type SessionActions = ReturnType<typeof sessionActions>;
