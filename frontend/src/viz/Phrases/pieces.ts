/** A text cut into paragraphs, phrases and stretches of equal sureness, ready to be rendered. Pure; offsets are code points. */

export interface PhraseRange {
  id: number;
  /** Half open. */
  start: number;
  end: number;
  /** Named after every other phrase it lies over, however long it is. */
  last?: boolean;
}

export interface Stretch {
  start: number;
  text: string;
  /** 0 to `LEVELS`; null where nobody measured. */
  level: number | null;
}

/** Part of one paragraph that lies in the same phrases. */
export interface Piece {
  start: number;
  /** The phrases it belongs to, the longest first; empty: none. */
  ids: readonly number[];
  stretches: Stretch[];
}

export interface Paragraph {
  start: number;
  pieces: Piece[];
}

/** Strengths of the underline, from none to full. */
export const LEVELS = 5;
/** A probability under the first shows no line, over the second the full one. */
const FAINT = 0.1;
const FULL = 0.9;

export const levelOf = (probability: number): number =>
  Math.round(LEVELS * Math.min(1, Math.max(0, (probability - FAINT) / (FULL - FAINT))));

/** Phrases at each character, longest first but for those that come last; one shared array for characters in the same phrases. */
function idsAt(length: number, ranges: readonly PhraseRange[]): (readonly number[])[] {
  const none: readonly number[] = [];
  const at = Array.from({ length }, () => none);
  const longestFirst = ranges.toSorted(
    (a, b) =>
      Number(a.last ?? false) - Number(b.last ?? false) || b.end - b.start - (a.end - a.start),
  );
  for (const { id, start, end } of longestFirst) {
    let [from, to]: [readonly number[], readonly number[]] = [none, [id]];
    for (let i = start; i < Math.min(end, length); i++) {
      const was = at[i] ?? none;
      if (was !== from) [from, to] = [was, [...was, id]];
      at[i] = to;
    }
  }
  return at;
}

/** Line ends part paragraphs and are not shown. `probabilities`: one a code point, or none at all. */
export function paragraphsOf(
  text: string,
  ranges: readonly PhraseRange[],
  probabilities: readonly number[] | null = null,
): Paragraph[] {
  const characters = [...text];
  const ids = idsAt(characters.length, ranges);
  const paragraphs: Paragraph[] = [];
  let paragraph: Paragraph | null = null;
  for (const [i, character] of characters.entries()) {
    if (character === '\n') {
      paragraph = null;
      continue;
    }
    if (paragraph === null) {
      paragraph = { start: i, pieces: [] };
      paragraphs.push(paragraph);
    }
    const here = ids[i] ?? [];
    let piece = paragraph.pieces.at(-1);
    if (piece?.ids !== here) {
      piece = { start: i, ids: here, stretches: [] };
      paragraph.pieces.push(piece);
    }
    const level = probabilities === null ? null : levelOf(probabilities[i] ?? 0);
    const stretch = piece.stretches.at(-1);
    if (stretch?.level === level) stretch.text += character;
    else piece.stretches.push({ start: i, text: character, level });
  }
  return paragraphs;
}
