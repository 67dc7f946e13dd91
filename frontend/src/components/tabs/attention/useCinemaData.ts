/** What the views of the cinema read together: heads, jobs and steps of the run in sight. Looks up, decides nothing. */
import { useCallback, useMemo } from 'react';
import type { HeadJob } from '@/api/generated';
import { headsAt } from '@/contexts/headEvents';
import { type HeadLabel, jobWords } from '@/contexts/jobWords';
import { isAlive } from '@/contexts/sessions';
import { useChoice } from '@/hooks/useChoice';
import { useCurrentRun } from '@/hooks/useStores';
import { useTime } from '@/hooks/useTime';

export interface Job {
  label: HeadLabel;
  /** "looks at the previous character". */
  does: string;
  meaning: string;
  /** A sentence on the job and one on its score, for a tooltip. */
  explains: string;
  score: number;
  /** The score is high enough for a name. */
  clear: boolean;
  /** It looks somewhere: an even look has a name, but nothing was found yet. */
  found: boolean;
}

/** `probe` is the text that heads are measured on; some jobs are told by what it has. */
export function jobOf(
  heads: readonly HeadJob[] | undefined,
  layer: number,
  head: number,
  probe = '',
): Job {
  const found = heads?.find((job) => job.layer === layer && job.head === head);
  const { label, score } = found ?? { label: 'mixed', score: 0 };
  const words = jobWords(label, probe);
  return {
    ...{ label, score, does: words.does, meaning: words.meaning },
    explains: `${words.explains} ${words.score}`,
    clear: label !== 'mixed',
    found: label !== 'mixed' && label !== 'diffuse',
  };
}

/** What every head does at the shown step; the same array while it is the same measurement. */
export function useHeadJobs(): readonly HeadJob[] | undefined {
  return useTime(
    useCallback(
      ({ settled, step }) => (step === 'live' ? settled.at(-1) : headsAt(settled, step))?.heads,
      [],
    ),
  );
}

export function useJob(layer: number, head: number): Job {
  const jobs = useJobs();
  return useMemo(() => jobs(layer, head), [jobs, layer, head]);
}

/** What any head does at the shown step; the same function while that is the same. */
export function useJobs(): (layer: number, head: number) => Job {
  const heads = useHeadJobs();
  const run = useCurrentRun();
  const status = run?.status.status ?? 'idle';
  const probe = run?.session?.probe_text ?? '';
  const over = status !== 'idle' && !isAlive(status);
  return useCallback(
    (layer, head) => {
      const job = jobOf(heads, layer, head, probe);
      // While it trains it may still find one.
      return job.label === 'mixed' && !over ? { ...job, does: `${job.does} yet` } : job;
    },
    [heads, probe, over],
  );
}

/** How many layers and heads the run has, or the next one will have. */
export function useModelShape(): { layers: number; heads: number } {
  const session = useCurrentRun()?.session;
  const { preset } = useChoice();
  const model = session?.model_config ?? preset?.model;
  return { layers: model?.n_layer ?? 2, heads: model?.n_head ?? 2 };
}

/** The chosen head, within what the model has. */
export function within(value: number, count: number): number {
  return Math.min(Math.max(0, value), Math.max(0, count - 1));
}
