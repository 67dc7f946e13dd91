/** What a number of words means for the training, in words. Pure. */
import { GOOD_WORDS, isTooLong, NEEDED_WORDS, type TextCounts } from '@/contexts/textCounts';

export interface Verdict {
  text: string;
  /** blocked: Train waits; thin: it trains, more would be better. */
  kind: 'empty' | 'blocked' | 'thin' | 'good';
}

export function wordsVerdict(counts: TextCounts): Verdict {
  const { words } = counts;
  if (words === 0)
    return { text: `${NEEDED_WORDS} are needed, ${GOOD_WORDS} are good`, kind: 'empty' };
  if (words < NEEDED_WORDS) {
    return { text: `${NEEDED_WORDS - words} more needed`, kind: 'blocked' };
  }
  if (isTooLong(counts)) return { text: 'more than it can take', kind: 'blocked' };
  if (words < GOOD_WORDS) {
    return { text: `enough; ${GOOD_WORDS - words} more would be better`, kind: 'thin' };
  }
  return { text: 'plenty to learn from', kind: 'good' };
}
