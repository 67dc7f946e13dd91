/** Characters with a measured quality, grouped and counted. Pure. Quality is one digit per code point. */

/** 0 noise, 1 plausible, 2 part of a real word; "break" is a newline, which has no quality of its own. */
export type Quality = 0 | 1 | 2;

export interface Run {
  kind: Quality | 'break';
  text: string;
  /** Index of its first code point: a stable key. */
  start: number;
}

const digit = (quality: string, index: number): Quality => {
  const found = quality[index];
  return found === '2' ? 2 : found === '1' ? 1 : 0;
};

/** A letter and the marks on it are one shape, and a colour that begins between them would tear it apart. */
const ON_LETTER = /^\p{M}$/u;

/**
 * Neighbours of one quality joined, so that a sample is a handful of runs. A character without a digit is noise; a
 * letter with marks is as real as the least real of its parts.
 */
export function qualityRuns(
  text: string,
  quality: string,
  limit = Number.POSITIVE_INFINITY,
): Run[] {
  const shapes: Run[] = [];
  let index = 0;
  for (const character of text) {
    if (index >= limit) break;
    const kind = character === '\n' ? 'break' : digit(quality, index);
    const last = shapes.at(-1);
    if (last && last.kind !== 'break' && kind !== 'break' && ON_LETTER.test(character)) {
      last.text += character;
      if (kind < last.kind) last.kind = kind;
    } else shapes.push({ kind, text: character, start: index });
    index++;
  }
  const runs: Run[] = [];
  for (const shape of shapes) {
    const last = runs.at(-1);
    if (last?.kind === shape.kind) last.text += shape.text;
    else runs.push(shape);
  }
  return runs;
}

export interface Shares {
  noise: number;
  plausible: number;
  word: number;
}

/** Shares of 0 to 1 that add up to 1, newlines left out; null for a text without any other character. */
export function qualityShares(text: string, quality: string): Shares | null {
  const counts: [number, number, number] = [0, 0, 0];
  let index = 0;
  for (const character of text) {
    if (character !== '\n') counts[digit(quality, index)]++;
    index++;
  }
  const total = counts[0] + counts[1] + counts[2];
  if (total === 0) return null;
  return { noise: counts[0] / total, plausible: counts[1] / total, word: counts[2] / total };
}

/** What is written from right to left, of the scripts that people train on. */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** The direction of a text is that of its first letter, as browsers see it. */
export function isRightToLeft(text: string): boolean {
  const letter = /\p{L}/u.exec(text)?.[0];
  return letter !== undefined && RIGHT_TO_LEFT.test(letter);
}
