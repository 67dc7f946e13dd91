/** What the report judges of copying, in words, and how full the bar is. Pure. */
import type { Copied } from '@/api/generated';

export interface CopiedWords {
  verdict: string;
  /** Not in its own words. */
  over: boolean;
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

/** A narrow space that does not break stands before the sign. */
export const percent = (share: number) => `${Math.round(100 * share)}\u202f%`;

export function copiedWords(copied: Copied): CopiedWords {
  const { longest, limit, share_8gram, share_8gram_self, verdict } = copied;
  return {
    verdict: VERDICTS[verdict],
    over: verdict !== 'own',
    bar: Math.min(1, longest / (2 * limit)),
    share: `${percent(share_8gram)} of it stands in your text`,
    usual: share_8gram_self === null ? null : percent(share_8gram_self),
  };
}
