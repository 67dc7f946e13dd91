/** The sentence above the sample on the stage. Pure. */
import type { Status } from '@/contexts/sessions';

/** `step`: of the sample; `looked`: the step that is looked at, which may lie after it; null: none. */
export function stageTitle(status: Status, step: number, looked: number | null): string {
  const shown = step.toLocaleString('en');
  if (looked !== null && looked > step) {
    return `At step ${looked.toLocaleString('en')}, written at ${shown}`;
  }
  if (looked !== null) return `At step ${shown} it wrote`;
  if (status === 'completed') return `After ${shown} steps, it writes`;
  if (status === 'stopped') return `Stopped. At step ${shown} it wrote`;
  return `Step ${shown}, it writes`;
}
