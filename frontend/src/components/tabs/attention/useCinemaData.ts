/** What the views of the cinema read together: heads, jobs and steps of the run in sight. Looks up, decides nothing. */
import { useCallback, useMemo } from 'react';
import type { HeadJob } from '@/api/generated';
import { type HeadLabel, headsAt, JOBS, settledHeads } from '@/contexts/headEvents';
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

const NO_JOB: Job = { label: 'mixed', ...pick('mixed'), score: 0, clear: false, found: false };

function pick(label: HeadLabel) {
  const { does, meaning, explains, score } = JOBS[label];
  return { does, meaning, explains: `${explains} ${score}` };
}

export function jobOf(heads: readonly HeadJob[] | undefined, layer: number, head: number): Job {
  const found = heads?.find((job) => job.layer === layer && job.head === head);
  if (!found) return NO_JOB;
  const { label, score } = found;
  return {
    label,
    ...pick(label),
    score,
    clear: label !== 'mixed',
    found: label !== 'mixed' && label !== 'diffuse',
  };
}

/** What every head does at the shown step; the same array while it is the same measurement. */
export function useHeadJobs(): readonly HeadJob[] | undefined {
  return useTime(
    useCallback(({ history, step }) => {
      const settled = settledHeads(history);
      return (step === 'live' ? settled.at(-1) : headsAt(settled, step))?.heads;
    }, []),
  );
}

export function useJob(layer: number, head: number): Job {
  const heads = useHeadJobs();
  const status = useCurrentRun()?.status.status ?? 'idle';
  const over = status !== 'idle' && !isAlive(status);
  return useMemo(() => {
    const job = jobOf(heads, layer, head);
    // While it trains it may still find one.
    return job.label === 'mixed' && !over ? { ...job, does: `${job.does} yet` } : job;
  }, [heads, layer, head, over]);
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
