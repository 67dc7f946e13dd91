/**
 * What the server will make of a text before it is learned, found out while it is typed: which characters stay.
 * Follows `backend/data/cleaning.py` rule by rule; decides nothing about lengths.
 */

export const MAX_VOCABULARY = 512;

export interface CleanText {
  text: string;
  /** Code points that are left out. */
  filtered: number;
  /** The same as a person counts: a family, a flag, a thumb of some colour are one. */
  leftOut: number;
}

const LINE_ENDS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const JUNK = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Cf}]/u;
const SYMBOL = /[\p{So}\p{Sk}]/u;
const LETTER_OR_MARK = /[\p{L}\p{M}]/u;
const NONSPACING = /\p{Mn}/u;
/** Nothing here is ever left out, and most texts hold nothing else. */
const PLAIN = /^[\n\t\x20-\x7e]*$/;

const VISIBLE_FORMATS = new Set(
  [
    0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0x110bd, 0x110cd,
  ].map((code) => String.fromCodePoint(code)),
);
type Ranges = readonly (readonly [number, number])[];
const JUNK_RANGES: Ranges = [
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x20e3, 0x20e3],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0xfffc, 0xfffd],
  [0xe0100, 0xe01ef],
];
const PICTOGRAPHS: Ranges = [
  [0x231a, 0x231b],
  [0x23e9, 0x23fa],
  [0x25fd, 0x25fe],
  [0x2600, 0x27bf],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b55],
  [0x1f000, 0x1faff],
];
/** Scripts whose spelling uses the zero-width joiners. */
const JOINING_SCRIPTS: Ranges = [
  [0x620, 0x8ff],
  [0x900, 0xdff],
  [0xf00, 0x109f],
  [0x1780, 0x18af],
  [0x1a20, 0x1cff],
  [0xa800, 0xabff],
  [0xfb50, 0xfdff],
  [0xfe70, 0xfefc],
  [0x10a00, 0x10fff],
  [0x11000, 0x11fff],
  [0x1e900, 0x1e95f],
];
const JOINERS = new Set(['\u200c', '\u200d', '\u180e']);
const MAX_MARKS = 30;

type Kind = 'keep' | 'drop' | 'joiner' | 'joining';

const within = (code: number, ranges: Ranges) =>
  ranges.some(([first, last]) => first <= code && code <= last);

function kindOf(character: string): Kind {
  const code = character.codePointAt(0) ?? 0;
  if (JOINERS.has(character)) return 'joiner';
  if (character === '\n' || character === '\t' || VISIBLE_FORMATS.has(character)) return 'keep';
  if (JUNK.test(character) || within(code, JUNK_RANGES)) return 'drop';
  if (within(code, PICTOGRAPHS) && SYMBOL.test(character)) return 'drop';
  if (within(code, JOINING_SCRIPTS) && LETTER_OR_MARK.test(character)) return 'joining';
  return 'keep';
}

const kinds = new Map<string, Kind>();
function known(character: string): Kind {
  let kind = kinds.get(character);
  if (kind === undefined) {
    kind = kindOf(character);
    kinds.set(character, kind);
  }
  return kind;
}

/** How many of what a reader takes for one character begin or hold something at `places`, which ascend. */
function countJoined(text: string, places: readonly number[]): number {
  if (places.length === 0) return 0;
  let [count, next] = [0, 0];
  for (const { index, segment } of new Intl.Segmenter().segment(text)) {
    const before = next;
    while ((places[next] ?? Number.POSITIVE_INFINITY) < index + segment.length) next += 1;
    if (next > before) count += 1;
  }
  return count;
}

/** Without junk, bare joiners and piles of marks; a pile is counted by nonspacing marks, which is what piles are made of. */
function withoutJunk(text: string): CleanText {
  const kept: string[] = [];
  const gone: number[] = [];
  let at = 0;
  let before: Kind = 'keep';
  let marks = 0;
  for (const character of text) {
    const kind = known(character);
    const goes = kind === 'drop' || (kind === 'joiner' && before !== 'joining');
    before = kind;
    if (!goes) marks = NONSPACING.test(character) ? marks + 1 : 0;
    if (goes || marks > MAX_MARKS) gone.push(at);
    else kept.push(character);
    at += character.length;
  }
  return { text: kept.join(''), filtered: gone.length, leftOut: countJoined(text, gone) };
}

/** How often each character occurs. */
export function countCharacters(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}

const code = (character: string) => character.codePointAt(0) ?? 0;

/** The characters that find no place among the 512: the rarest, of equally rare ones those with the higher number. */
function homeless(text: string): ReadonlySet<string> {
  const counts = [...countCharacters(text)];
  const excess = counts.length - MAX_VOCABULARY;
  if (excess <= 0) return new Set();
  const rarest = counts.toSorted(([a, x], [b, y]) => x - y || code(b) - code(a)).slice(0, excess);
  return new Set(rarest.map(([character]) => character));
}

export function cleanText(raw: string): CleanText {
  let text = raw.replace(LINE_ENDS, '\n');
  if (PLAIN.test(text)) return { text, filtered: 0, leftOut: 0 };
  let [filtered, leftOut] = [0, 0];
  for (;;) {
    const plain = withoutJunk(text);
    filtered += plain.filtered;
    leftOut += plain.leftOut;
    const whole = plain.text.normalize('NFC');
    const gone = homeless(whole);
    if (gone.size === 0) return { text: whole, filtered, leftOut };
    const kept = [...whole].filter((character) => !gone.has(character));
    const homelessCount = [...whole].length - kept.length;
    filtered += homelessCount;
    leftOut += homelessCount;
    text = kept.join('');
  }
}
