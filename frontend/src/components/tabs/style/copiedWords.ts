/** What the report judges of copying, in words, and how full the bar is. Pure. */

import type { Copied } from '@/api/generated';
import { percentOf } from '@/components/shared/percent';

export interface CopiedWords {
  verdict: string;
  /** 0 to 1; the limit lies in the middle. */
  bar: number;
  share: string;
  /** What is usual for the person, or for anybody where that is not known; null where the share is not judged. */
  usual: string | null;
  /** Why the limit lies there. */
  limitTip: string;
}

const VERDICTS: Readonly<Record<Copied['verdict'], string>> = {
  own: 'own words',
  usual: 'as you repeat yourself',
  borrowed: 'borrows phrases',
  recited: 'recites',
};

/** A share that passes for chance where the person's own is not known. */
const CHANCE = 0.2;

/** `spaced`: whether its script puts spaces between words; elsewhere the share is not judged. */
export function copiedWords(copied: Copied, spaced = true): CopiedWords {
  const { longest, limit, longest_self, share_8gram, share_8gram_self, verdict } = copied;
  const own =
    share_8gram_self === null
      ? `; below ${percentOf(CHANCE)} is chance`
      : `; of a fresh page by you ${percentOf(share_8gram_self)} would`;
  return {
    verdict: spaced || verdict !== 'own' ? VERDICTS[verdict] : 'no long run',
    bar: Math.min(1, longest / (2 * limit)),
    share: `${percentOf(share_8gram)} of its runs of 8`,
    usual: spaced ? own : null,
    limitTip:
      longest_self !== null && limit === longest_self + 1
        ? `You repeat up to ${longest_self} characters of yourself word for word. A longer run is recited.`
        : `A run of ${limit} characters or more counts as recited: nobody repeats that much by chance.`,
  };
}
