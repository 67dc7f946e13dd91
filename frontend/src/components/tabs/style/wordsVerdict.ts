/** What a number of words means for the training, in words. Pure. */
import { GOOD_WORDS, isTooLong, NEEDED_WORDS, type TextCounts } from '@/contexts/textCounts';

export interface Verdict {
  text: string;
  /** blocked: Train waits; thin: it trains, more would be better. */
  kind: 'empty' | 'blocked' | 'thin' | 'good';
}

/** Fewer meetings with each character leave it fragments. */
const FEW_MEETINGS = 12;
/** A smaller share of different words is the same few over and over. */
const REPEATED = 0.1;

/** From this share on that stands there twice it learns to repeat it, and copying cannot be told from habit. */
const MUCH_TWICE = 0.25;

/** A share of 0.25 and more, roughly. */
function roughly(share: number): string {
  if (share >= 0.9) return 'nearly all of it';
  if (share >= 0.6) return 'most of it';
  return share >= 0.4 ? 'about half of it' : 'about a third of it';
}

export function wordsVerdict(counts: TextCounts): Verdict {
  const { words, differentWords, twice, characters, distinct } = counts;
  if (words === 0)
    return { text: `${NEEDED_WORDS} are needed, ${GOOD_WORDS} are good`, kind: 'empty' };
  if (words < NEEDED_WORDS) {
    return { text: `${NEEDED_WORDS - words} more needed`, kind: 'blocked' };
  }
  if (isTooLong(counts)) return { text: 'more than it can take', kind: 'blocked' };
  if (differentWords !== null && differentWords < REPEATED * words) {
    return { text: `only ${differentWords} different: it will repeat them`, kind: 'thin' };
  }
  if (twice >= MUCH_TWICE) {
    return { text: `${roughly(twice)} stands there twice: paste each part once`, kind: 'thin' };
  }
  if (characters < FEW_MEETINGS * distinct) {
    const times = Math.max(1, Math.round(characters / distinct));
    const met = `each character is met about ${times === 1 ? 'once' : `${times} times`}`;
    return { text: `${met}: expect fragments`, kind: 'thin' };
  }
  if (words < GOOD_WORDS) {
    return { text: `enough; ${GOOD_WORDS - words} more would be better`, kind: 'thin' };
  }
  return { text: 'plenty to learn from', kind: 'good' };
}
