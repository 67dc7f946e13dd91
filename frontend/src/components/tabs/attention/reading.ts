/** What of a typed text the model was given, and what it was not. Pure; lengths in code points. */
import { MODEL_BOUNDS } from '@/api/bounds.generated';

/** Twice what the largest model reads: of a longer text the end is kept, and the page says what is not read. */
export const MOST_TYPED = 2 * MODEL_BOUNDS.block_size.max;
/** More characters than these are counted, not listed. */
const MOST_LISTED = 12;

/** The end of a text; never half of a character. */
export function endOf(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? characters.slice(-length).join('') : text;
}

/** The beginning that had no room in the context: `tokens` is what was read, `dropped` what it does not know. */
export function unreadOf(
  text: string,
  { tokens, dropped }: { tokens: readonly string[]; dropped: readonly string[] },
): string {
  const known = [...text].filter((character) => !dropped.includes(character));
  return known.slice(0, Math.max(0, known.length - tokens.length)).join('');
}

/** "猫 犬 and 3 more". */
export function listed(characters: readonly string[]): string {
  const first = characters.slice(0, MOST_LISTED).join(' ');
  const more = characters.length - MOST_LISTED;
  return more > 0 ? `${first} and ${more} more` : first;
}

export const characterCount = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'character' : 'characters'}`;
