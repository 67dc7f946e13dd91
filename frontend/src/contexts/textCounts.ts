/** How long a text is, counted as the server counts it, and whether it is long enough to learn a style from. Pure. */
import { cleanText, countCharacters } from './cleanText';
import { shareTwice } from './repeats';

export const NEEDED_WORDS = 50;
export const GOOD_WORDS = 300;
export const MOST_WORDS = 10_000;
export const MOST_CHARACTERS = 50_000;

export interface TextCounts {
  /** Code points that will be learned. */
  characters: number;
  words: number;
  /** Different runs between white space; null where a script has no spaces. */
  differentWords: number | null;
  /** 0 to 1: how much of it stands in long runs that come twice; 0 for a text that is too long. */
  twice: number;
  distinct: number;
  /** Code points that will be left out: emoji, control characters, the rarest of too many. */
  filtered: number;
  /** The same as a person counts: a joined emoji is one. */
  leftOut: number;
}

/** Han ideographs and kana: each is about a word. */
const LOGOGRAPH =
  /[\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
/** Alphabets without spaces between words: four letters are about a word. */
const UNSPACED_RUN =
  /[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua980-\ua9df\uaa60-\uaadf]+/gu;
const LETTERS_A_WORD = 4;
const ALPHANUMERIC = /[\p{L}\p{N}]/u;
const ALPHANUMERICS = /[\p{L}\p{N}]/gu;

const runsOf = (text: string): string[] => text.split(/\s+/u).filter((run) => run !== '');

/** Whether a text has letters of a script that puts no space between words. */
const hasUnspaced = (text: string): boolean =>
  text.search(UNSPACED_RUN) >= 0 || text.search(LOGOGRAPH) >= 0;

/** Whether most letters of a text are: there a character stands for a word, and no word can be looked up. */
export function isUnspaced(text: string): boolean {
  const logographs = text.match(LOGOGRAPH)?.length ?? 0;
  const inRuns = (text.match(UNSPACED_RUN) ?? []).reduce((sum, run) => sum + [...run].length, 0);
  return 2 * (logographs + inRuns) > (text.match(ALPHANUMERICS)?.length ?? 0);
}

export function countWords(text: string): number {
  const unspaced = text.match(UNSPACED_RUN) ?? [];
  const logographs = text.match(LOGOGRAPH)?.length ?? 0;
  if (unspaced.length === 0 && logographs === 0) return runsOf(text).length;
  const rest = runsOf(text.replace(UNSPACED_RUN, ' ').replace(LOGOGRAPH, ' '));
  const inRuns = unspaced.reduce(
    (sum, run) => sum + Math.ceil([...run].length / LETTERS_A_WORD),
    0,
  );
  // What is left between ideographs is often punctuation alone; that is no word.
  return logographs + inRuns + rest.filter((run) => ALPHANUMERIC.test(run)).length;
}

/** Several parts of the page ask about the same words with every key. */
let newest: { raw: string; counts: TextCounts } | null = null;

export function countText(raw: string): TextCounts {
  if (newest?.raw !== raw) newest = { raw, counts: counted(raw) };
  return newest.counts;
}

function counted(raw: string): TextCounts {
  const cleaned = cleanText(raw);
  // The blanks between emoji are nothing to learn from.
  const text = cleaned.text.trim() === '' ? '' : cleaned.text;
  const { filtered, leftOut } = cleaned;
  const counts = countCharacters(text);
  let characters = 0;
  for (const count of counts.values()) characters += count;
  const differentWords = hasUnspaced(text) ? null : new Set(runsOf(text.toLowerCase())).size;
  const words = countWords(text);
  const twice = isTooLong({ words, characters }) ? 0 : shareTwice(text, isUnspaced(text));
  return { characters, words, differentWords, twice, distinct: counts.size, filtered, leftOut };
}

export const isTooLong = ({ words, characters }: Pick<TextCounts, 'words' | 'characters'>) =>
  words > MOST_WORDS || characters > MOST_CHARACTERS;

const figure = (value: number) => value.toLocaleString('en');

/** Why a text cannot be trained on, with the numbers that disagree; null when it can. */
export function obstacle(counts: TextCounts): string | null {
  if (counts.characters === 0) return `Paste at least ${NEEDED_WORDS} words of your own first`;
  if (counts.words < NEEDED_WORDS) {
    const missing = NEEDED_WORDS - counts.words;
    return `${missing} more ${missing === 1 ? 'word is' : 'words are'} needed: ${NEEDED_WORDS} at least`;
  }
  if (counts.words > MOST_WORDS && counts.characters > MOST_CHARACTERS) {
    const has = `${figure(counts.words)} words and ${figure(counts.characters)} characters`;
    return `${has} are too many: ${figure(MOST_WORDS)} words and ${figure(MOST_CHARACTERS)} characters at most`;
  }
  if (counts.words > MOST_WORDS) {
    return `${figure(counts.words)} words are too many: ${figure(MOST_WORDS)} at most`;
  }
  if (counts.characters > MOST_CHARACTERS) {
    return `${figure(counts.characters)} characters are too many: ${figure(MOST_CHARACTERS)} at most`;
  }
  return null;
}

/** UTF-16 offsets at which `text` may be cut: before each white space, or before every character where words have none. */
function cutPlaces(text: string, words: number): number[] {
  const spaces = Array.from(text.matchAll(/\s+|$/gu), ({ index }) => index);
  if (spaces.length > words) return spaces;
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    places.push(at);
    at += character.length;
  }
  return [...places, at];
}

/** How far back from a limit a cut looks for the end of a word, in UTF-16 units. */
const LOOK_BACK = 200;

/** Which of the two limits `truncated` comes to first. */
export function cutBy(raw: string, words = MOST_WORDS, characters = MOST_CHARACTERS) {
  const within = truncated(raw, Number.POSITIVE_INFINITY, characters);
  return countWords(within) >= words ? 'words' : 'characters';
}

/** The beginning of a text, cleaned, that keeps within both limits and ends with a whole word. */
export function truncated(raw: string, words = MOST_WORDS, characters = MOST_CHARACTERS): string {
  const { text } = cleanText(raw);
  let cut = [...text].slice(0, characters).join('');
  if (cut.length < text.length && !/^\s/u.test(text.slice(cut.length))) {
    const tail = cut.slice(-LOOK_BACK).search(/\s+\S*$/u);
    if (tail >= 0) cut = cut.slice(0, Math.max(0, cut.length - LOOK_BACK) + tail);
  }
  if (countWords(cut) > words) {
    // How many words stand before a place differs from script to script: halve the way to the last that fits.
    const places = cutPlaces(cut, words);
    let [fits, over] = [0, places.length];
    while (over - fits > 1) {
      const middle = (fits + over) >> 1;
      if (countWords(cut.slice(0, places[middle])) <= words) fits = middle;
      else over = middle;
    }
    cut = cut.slice(0, places[fits]);
  }
  return cut.trimEnd();
}
