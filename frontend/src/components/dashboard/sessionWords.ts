/** What the header and its list say about sessions. Pure. */
import type { SessionStatus } from '@/api/generated';
import type { Status } from '@/contexts/sessions';

/** "2 training", "Training", "1 paused", "Nothing training". `labTrains`: the run in the page, which is no session. */
export function summarise(statuses: readonly Status[], labTrains = false): string {
  const count = (wanted: Status) => statuses.filter((status) => status === wanted).length;
  const [running, waiting, paused] = [count('running'), count('queued'), count('paused')];
  if (running > 1) return `${running} training`;
  if (running === 1) return waiting > 0 ? `Training, ${waiting} waiting` : 'Training';
  if (waiting > 0) return `${waiting} waiting`;
  if (paused > 0) return `${paused} paused`;
  return labTrains ? 'Only the lab trains' : 'Nothing training';
}

const WORDS: Record<Exclude<Status, 'running'>, string> = {
  idle: 'not started',
  queued: 'waiting for a free place',
  paused: 'paused',
  stopped: 'stopped',
  completed: 'done',
  error: 'ended early',
};

/** "20 steps/s" while it runs, a word otherwise. */
export function paceOf({ status, diverged }: SessionStatus, ratePerSecond: number): string {
  if (status === 'running') return `${ratePerSecond.toFixed(ratePerSecond < 10 ? 1 : 0)} steps/s`;
  return diverged ? 'diverged' : WORDS[status];
}
