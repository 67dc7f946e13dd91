/** What is said about a run that ended badly, and which remedies are offered. Pure. */
import type { Run } from '@/contexts/sessions';

export type Remedy = 'calmer' | 'settings';

export interface FailureWords {
  title: string;
  text: string;
  remedies: Remedy[];
}

export function failureWords({ status, failure }: Pick<Run, 'status' | 'failure'>): FailureWords {
  const message = failure?.message ?? status.error_message ?? '';
  if (status.diverged || failure?.type === 'diverged') {
    return {
      title: 'The numbers ran away',
      text:
        message ||
        'The loss is no longer a number: its steps were too large. A smaller learning rate takes smaller ones.',
      remedies: ['calmer', 'settings'],
    };
  }
  if (failure?.type === 'out_of_memory') {
    return {
      title: 'This model needs more memory than there is',
      text: message,
      remedies: ['settings'],
    };
  }
  // Replay stands where it always does; a second button for the same would only raise the question which.
  return {
    title: message || 'The training ended early.',
    text: 'Replay trains it again from nothing, with the same luck of the draw.',
    remedies: [],
  };
}
