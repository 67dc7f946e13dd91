/** What the longest copied run says: its own words or reciting, and how full the bar is. Pure. */
import type { Copied } from '@/api/generated';

export interface CopiedWords {
  verdict: string;
  recites: boolean;
  /** 0 to 1; the limit lies in the middle. */
  bar: number;
}

export function copiedWords({ longest, limit }: Pick<Copied, 'longest' | 'limit'>): CopiedWords {
  const recites = longest >= limit;
  return {
    recites,
    verdict: recites ? `it recites: ${limit} is the limit` : 'its own words',
    bar: Math.min(1, longest / (2 * limit)),
  };
}
