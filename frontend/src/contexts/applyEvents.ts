/** What each event of the server changes on this page. Owns no state and asks for nothing. */
import type { ServerHandlers } from '@/api/events';
import type { SessionState } from '@/api/generated';
import { say } from './announce';
import { type CatalogStore, titleOf } from './catalog';
import { COMPLETED, completionNotice } from './completion';
import type { Machines } from './machines';
import type { Metrics } from './metrics';
import { type SessionActions, type SessionsStore, splitState } from './sessions';
import type { UiStore } from './ui';

export interface Applied {
  sessions: SessionsStore;
  actions: SessionActions;
  metrics: Metrics;
  machines: Machines;
  catalog: CatalogStore;
  ui: UiStore;
  /** A session is gone, by deletion or expiry. */
  onRemoved: (sessionId: string) => void;
}

const toIso = (unixSeconds: number) => new Date(unixSeconds * 1000).toISOString();

/** An event of later rooms that this page does not draw yet. */
const notShown = () => {};

export function createHandlers({
  sessions,
  actions,
  metrics,
  machines,
  catalog,
  ui,
  onRemoved,
}: Applied): ServerHandlers {
  const known = (id: string) => sessions.getState().runs[id];
  const shown = (id: string) => sessions.getState().current === id;
  const speak = (id: string, sentence: string, mayWait = false) =>
    shown(id) && say(ui, sentence, mayWait);
  return {
    joined_room: notShown,
    attention_snapshot: notShown,

    attention_frame(frame) {
      machines.of(frame.session_id).frame(frame);
    },
    style_metrics({ session_id, timestamp, seq, ...report }) {
      actions.edit(session_id, () => ({ report }));
      speak(session_id, report.aloud);
    },
    heads_measured(measured) {
      machines.of(measured.session_id).measured(measured);
    },

    session_state(state) {
      const { status, session } = splitState(state);
      const failed = status.status === 'error';
      const message = status.error_message ?? 'The training failed.';
      const before = known(state.session_id);
      actions.put(status, session, {
        pending: null,
        failure: failed ? (before?.failure ?? { type: 'training_failed', message }) : null,
        summary: status.status === 'completed' ? (before?.summary ?? summaryOf(state)) : null,
        report: state.style_metrics ?? null,
      });
      const recorder = metrics.of(state.session_id);
      recorder.plan({
        maxStep: state.max_iters,
        references: state.reference_losses,
        keepsBest: state.feature_type === 'style_transfer',
      });
      recorder.restore(state);
      const machine = machines.of(state.session_id);
      machine.restore(state);
      machine.setRunning(status.status === 'running');
    },
    training_queued({ session_id, position, estimated_start_s }) {
      const queue = { queue_position: position, estimated_start_s };
      actions.editStatus(session_id, { status: 'queued', ...queue }, { pending: null });
    },
    training_started({ session_id, timestamp }) {
      metrics.of(session_id).begin();
      const session = known(session_id)?.session;
      const maxIters = session?.training_config.max_iters ?? undefined;
      machines.of(session_id).begin(session?.probe_text, maxIters);
      machines.of(session_id).setRunning(true);
      if (shown(session_id)) {
        ui.setState({ hoveredStep: null });
        ui.dismiss(COMPLETED);
      }
      actions.editStatus(
        session_id,
        {
          status: 'running',
          current_iter: 0,
          engine: null,
          engine_reason: '',
          diverged: false,
          started_at: toIso(timestamp),
          completed_at: null,
          error_message: null,
        },
        { pending: null, failure: null, summary: null, report: null },
      );
      speak(session_id, 'Training started.');
    },
    engine_chosen({ session_id, engine, engine_reason }) {
      actions.editStatus(session_id, { engine, engine_reason });
    },
    training_progress(progress) {
      metrics.of(progress.session_id).addProgress(progress);
    },
    training_metrics(point) {
      metrics.of(point.session_id).addCheckpoint(point);
      if (known(point.session_id)?.pending === 'step') {
        actions.edit(point.session_id, () => ({ pending: null }));
      }
      const loss = point.val_loss?.toFixed(2);
      if (loss) speak(point.session_id, `Step ${point.step}: loss on unseen text ${loss}.`, true);
    },
    generated_sample(sample) {
      metrics.of(sample.session_id).addSample(sample);
    },
    training_paused({ session_id, current_step }) {
      machines.of(session_id).setRunning(false);
      metrics.of(session_id).reach(current_step);
      const status = { status: 'paused', current_iter: current_step } as const;
      actions.editStatus(session_id, status, { pending: null });
      speak(session_id, `Paused at step ${current_step}.`);
    },
    training_resumed({ session_id }) {
      machines.of(session_id).setRunning(true);
      actions.editStatus(session_id, { status: 'running' }, { pending: null });
      speak(session_id, 'Training goes on.');
    },
    speed_changed({ session_id, speed_multiplier }) {
      actions.editStatus(session_id, { speed_multiplier });
    },
    training_stopped({ session_id, current_step, reason, timestamp }) {
      machines.of(session_id).setRunning(false);
      metrics.of(session_id).reach(current_step);
      actions.editStatus(
        session_id,
        { status: 'stopped', current_iter: current_step, completed_at: toIso(timestamp) },
        { pending: null },
      );
      speak(session_id, `Stopped at step ${current_step}.`);
      // The banner says it, for as long as it holds.
      if (reason === 'shutdown') ui.setState({ serverEnded: true });
    },
    training_completed(end) {
      const { session_id, total_time_seconds, final_val_loss, diverged, timestamp } = end;
      const run = known(session_id);
      const steps = metrics.of(session_id);
      machines.of(session_id).setRunning(false);
      actions.editStatus(
        session_id,
        {
          status: 'completed',
          diverged,
          completed_at: toIso(timestamp),
          ...(!diverged && run && { current_iter: run.status.max_iters, progress: 1 }),
        },
        { pending: null, summary: { seconds: total_time_seconds, finalValLoss: final_val_loss } },
      );
      if (run && !diverged) steps.reach(run.status.max_iters);
      steps.publish();
      if (diverged || !shown(session_id)) return;
      const isStyle = run?.status.feature_type === 'style_transfer';
      // Tab 3 shows what came of it by itself.
      if (isStyle && ui.getState().tab === 'style_transfer') return;
      const name = run ? titleOf(catalog.getState(), run.status) : 'The model';
      const { checkpoints } = steps.getSnapshot();
      ui.notify(completionNotice(name, total_time_seconds, checkpoints, isStyle));
    },
    session_removed({ session_id }) {
      onRemoved(session_id);
    },
    error({ session_id, seq, error_type, message }) {
      // Without a seq it repeats, to the caller alone, the refusal that the acknowledgement brought.
      if (!session_id || seq === null || seq === undefined) return;
      const failure = { type: error_type, message };
      const diverged = error_type === 'diverged';
      machines.of(session_id).setRunning(false);
      actions.editStatus(
        session_id,
        { status: 'error', error_message: message, ...(diverged && { diverged }) },
        { pending: null, failure },
      );
      speak(session_id, message);
    },
  };
}

/** How a completed run ended, after a reload. */
function summaryOf({
  total_time_seconds,
  loss_history,
}: Pick<SessionState, 'total_time_seconds' | 'loss_history'>) {
  return {
    seconds: total_time_seconds ?? null,
    finalValLoss: loss_history.at(-1)?.val_loss ?? null,
  };
}
