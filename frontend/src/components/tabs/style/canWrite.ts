/** Whether a run that was stopped has learned anything to write with. Pure. */
import type { Run } from '@/contexts/sessions';

export const canWrite = ({ status, lost }: Run): boolean =>
  status.status === 'stopped' && status.current_iter > 0 && !status.diverged && !lost;
