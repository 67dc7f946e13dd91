/** What the report judges of copying, in words, and how full the bar is. Pure. */

import type { Copied } from '@/api/generated';
import { percentOf } from '@/components/shared/percent';

export interface CopiedWords {
  verdict: string;
  /** 0 to 1; the limit lies in the middle. */
  bar: number;
  share: string;
  /** What is usual for the person; null where it is not known. */
  usual: string | null;
}

const VERDICTS: Readonly<Record<Copied['verdict'], string>> = {
  own: 'own words',
  borrowed: 'borrows phrases',
  recited: 'recites',
};

/** `spaced`: whether its script puts spaces between words; elsewhere the share is not judged. */
export function copiedWords(copied: Copied, spaced = true): CopiedWords {
  const { longest, limit, share_8gram, share_8gram_self, verdict } = copied;
  return {
    verdict: spaced || verdict !== 'own' ? VERDICTS[verdict] : 'no long run',
    bar: Math.min(1, longest / (2 * limit)),
    share: `${percentOf(share_8gram)} of its runs of 8`,
    usual: share_8gram_self === null ? null : percentOf(share_8gram_self),
  };
}
