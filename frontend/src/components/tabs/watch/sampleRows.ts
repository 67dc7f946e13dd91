/** The rows of the list of samples: every checkpoint that is there or still to come, and every single step. Pure. */
import type { SamplePoint } from '@/api/generated';

export interface SampleRowData {
  step: number;
  sample: SamplePoint | null;
}

/** Steps at which a run stops to write: 0, every `interval`, the last. */
export function expectedSteps(maxIters: number, interval: number): number[] {
  const steps: number[] = [];
  for (let step = 0; step < maxIters; step += Math.max(1, interval)) steps.push(step);
  steps.push(maxIters);
  return steps;
}

/** Both in ascending order, merged. */
export function sampleRows(
  samples: readonly SamplePoint[],
  expected: readonly number[],
): SampleRowData[] {
  const bySteps = new Map<number, SamplePoint | null>(expected.map((step) => [step, null]));
  for (const sample of samples) bySteps.set(sample.step, sample);
  return [...bySteps]
    .map(([step, sample]) => ({ step, sample }))
    .toSorted((a, b) => a.step - b.step);
}

/** What stands on the stage: the sample of the step that is looked at, or the newest one. */
export function stagedSample(
  samples: readonly SamplePoint[],
  hoveredStep: number | null,
): SamplePoint | null {
  if (hoveredStep === null) return samples.at(-1) ?? null;
  return samples.findLast(({ step }) => step <= hoveredStep) ?? null;
}
