/** Why the weights of a step write and not later ones, as Compare and Details say it. Pure. */
import type { StyleReport } from '@/api/generated';

/** From this share of copied 8-grams on weights leave the writing to earlier ones, as the server judges it. */
const MOSTLY_COPIED = 0.6;

export interface WriterReason {
  /** After "by step 375, ". */
  short: string;
  tip: string;
}

const figure = (step: number) => step.toLocaleString('en');

export function writerReason({ step, copied }: StyleReport, last: number): WriterReason {
  const trained = `It trained on to step ${figure(last)}. What later weights wrote stands mostly in your text, letter by letter.`;
  if (step >= last) return { short: 'the last one', tip: 'No later weights were trained.' };
  if (copied.verdict === 'recited' || copied.share_8gram >= MOSTLY_COPIED) {
    return {
      short: 'though it copies too',
      tip: `${trained} So do these, but none before them knew unseen text better.`,
    };
  }
  const tip = `${trained} So the weights of step ${figure(step)} write.`;
  return { short: 'before it began to recite', tip };
}
