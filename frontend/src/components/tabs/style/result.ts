/** What every view of a result is given. */
import type { StyleReport } from '@/api/generated';

export interface ResultProps {
  report: StyleReport;
  sessionId: string;
}
