/** Tells whether the whole story of a session is about the training that a page already follows. Pure. */
import type { SessionState } from '@/api/generated';

/** Whether a story goes on from what is known here, or tells of another training. */
export function goesOn(
  { probe_text, started_at, current_iter, snapshot_steps }: SessionState,
  probe: string,
  startedAt: string | null,
  newest: number | null,
): boolean {
  // News may overtake the first story.
  if (probe === '') return true;
  if (probe !== probe_text) return false;
  if (startedAt !== null && started_at) return startedAt === started_at;
  return newest === null || (current_iter >= newest && snapshot_steps.includes(newest));
}
