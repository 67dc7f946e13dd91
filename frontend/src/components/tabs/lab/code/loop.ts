/** What lights while the page trains step by step: the lines of the training loop, and what they just did. Pure. */
import type { StepResult } from 'microgpt';
import type { Shown } from './walk/shown';
import type { Words } from './walk/words';

export const LOOP = ['document', 'rate', 'step', 'show'] as const;

export function loopShown({ loss, learningRate }: StepResult): Shown {
  const cell = (label: string, value: number) => ({
    ...{ label, value, gradient: null, node: null, weight: null },
  });
  return {
    ...{ label: 'this step', form: 'figures', scale: 'size' },
    cells: [cell('rate', learningRate), cell('loss', loss)],
  };
}

export const loopWords = ({ document, step }: StepResult): Words => [
  'step ',
  ['number', String(step)],
  ' learned from ',
  ['given', document],
];
