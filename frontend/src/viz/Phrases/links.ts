/** Which phrase of one text belongs to which of the other, and the way of a ribbon between them. Pure. */

export interface Match {
  original: readonly [number, number];
  generated: readonly [number, number];
  text: string;
  /** How often the whole original has it. */
  count: number;
}

/** One phrase of the original and every place where the machine used it. */
export interface Phrase {
  id: number;
  text: string;
  count: number;
  original: readonly [number, number];
  /** Ascending. */
  generated: (readonly [number, number])[];
  /** Not whole words but the longest run that is the same letter by letter: its characters, blanks at its ends too. */
  run?: number;
}

/** Matches that share their place in the original are one phrase. Longest first, as they come. */
export function phrasesOf(matches: readonly Match[]): Phrase[] {
  const phrases = new Map<string, Phrase>();
  for (const { original, generated, text, count } of matches) {
    const key = original.join();
    const known = phrases.get(key);
    if (known) known.generated.push(generated);
    else phrases.set(key, { id: phrases.size, text, count, original, generated: [generated] });
  }
  for (const { generated } of phrases.values()) generated.sort((a, b) => a[0] - b[0]);
  return [...phrases.values()];
}

/** An S from (x0, y0) to (x1, y1), level at both ends. */
export function ribbonPath(x0: number, y0: number, x1: number, y1: number): string {
  const bend = (x1 - x0) / 2;
  return `M${x0},${y0}C${x0 + bend},${y0} ${x1 - bend},${y1} ${x1},${y1}`;
}

export interface Place {
  y: number;
  /** The phrase itself can be seen; otherwise the ribbon ends at the edge behind which it lies. */
  seen: boolean;
}

/** Keeps the end of a ribbon within what is in view of its text, `inset` px from the edges. */
export function placeWithin(y: number, top: number, bottom: number, inset = 12): Place {
  const [least, most] = [top + inset, Math.max(top + inset, bottom - inset)];
  return { y: Math.min(most, Math.max(least, y)), seen: y >= least && y <= most };
}

/** Where whole words of `within` are `text`, as ranges of code points. */
export function placesOf(text: string, within: string): { start: number; end: number }[] {
  const whole = new RegExp(
    `(?<![\\p{L}\\p{N}])${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
    'gu',
  );
  const length = pointsIn(text);
  // Counted on from place to place: a text may be long and its phrases many.
  let [units, points] = [0, 0];
  return Array.from(within.matchAll(whole), ({ index }) => {
    points += pointsIn(within.slice(units, index));
    units = index;
    return { start: points, end: points + length };
  });
}

/**
 * The longest run as something to be pointed at: its first place in both texts, without the blanks at its ends. A phrase
 * that is just this run is it; null: one of the texts does not show it.
 */
export function runOf(
  run: string,
  original: string,
  generated: string,
  phrases: readonly Phrase[],
): Phrase | null {
  const text = run.trim();
  const places = [original, generated].map((within): [number, number] | null => {
    const at = within.indexOf(run);
    if (at < 0 || text === '') return null;
    const start = pointsIn(within.slice(0, at)) + pointsIn(run) - pointsIn(run.trimStart());
    return [start, start + pointsIn(text)];
  });
  const [theirs, made] = places;
  if (!theirs || !made) return null;
  const same = phrases.find((phrase) => phrase.generated.some((own) => own.join() === made.join()));
  if (same) return same;
  return {
    id: phrases.length,
    text,
    count: 1,
    original: theirs,
    generated: [made],
    run: pointsIn(run),
  };
}

function pointsIn(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const ONE_TO_TEN = ['', 'once', 'twice', 'three times', 'four times', 'five times'] as const;

export const times = (count: number): string =>
  ONE_TO_TEN[count] || `${count.toLocaleString('en')} times`;

/** Runs of letters and digits, as a reader counts words. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’]*)/gu;

/** Why a phrase is marked: how long it is and how often the person wrote it. */
export function reasonOf({ text, count, run }: Pick<Phrase, 'text' | 'count' | 'run'>): string {
  if (run !== undefined) return `the longest run, ${run} characters, letter by letter`;
  const characters = pointsIn(text);
  const words = text.match(WORD)?.length ?? 0;
  const length =
    words > 1 ? `${words} words, ${characters} characters` : `${characters} characters`;
  return `${length}, ${times(count)} in your text`;
}
