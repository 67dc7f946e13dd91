/** The sentence above the sample on the stage. Pure. */
import type { Status } from '@/contexts/sessions';

export function stageTitle(status: Status, step: number, looking: boolean): string {
  const shown = step.toLocaleString('en');
  if (looking) return `At step ${shown} it wrote`;
  if (status === 'completed') return `After ${shown} steps, it writes`;
  if (status === 'stopped') return `Stopped. At step ${shown} it wrote`;
  return `Step ${shown}, it writes`;
}
