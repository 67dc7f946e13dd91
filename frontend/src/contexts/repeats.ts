/** How much of a text stands there more than once, word for word: a mail with its quote. Pure. */

/** So many words in a row are seldom said twice; set phrases are shorter. */
const RUN_OF_WORDS = 10;
/** The same where no spaces part words, in characters. */
const RUN_OF_CHARACTERS = 20;
/** What a mail program puts before the lines it quotes. */
const QUOTED = /^[>|][>| \t]*/gm;

/**
 * The share, 0 to 1, of the words of `text` that stand in a run which it has twice or more; line breaks and the signs of
 * quoting make no difference. `unspaced`: of its characters instead, white space aside. One look at each of them.
 */
export function shareTwice(text: string, unspaced: boolean): number {
  const plain = text.replace(QUOTED, '');
  const units = unspaced ? [...plain.replace(/\s+/gu, '')] : plain.match(/\S+/gu);
  const length = unspaced ? RUN_OF_CHARACTERS : RUN_OF_WORDS;
  if (units === null || units.length <= length) return 0;
  const first = new Map<string, number>();
  const twice = new Uint8Array(units.length);
  for (let start = 0; start + length <= units.length; start += 1) {
    const run = units.slice(start, start + length).join(unspaced ? '' : ' ');
    const before = first.get(run);
    if (before === undefined) {
      first.set(run, start);
      continue;
    }
    twice.fill(1, before, before + length);
    twice.fill(1, start, start + length);
  }
  return twice.reduce((sum, one) => sum + one, 0) / units.length;
}
