/**
 * Cuts microgpt.py and microgpt.js into sections, finds the named points in them and lays both side by side.
 *
 * Pure, for the page's build and for tests; no part of the package that others install. A section begins at a comment
 * `── 7 · Attention ───`; the comment below it says what it is about; the last one ends at `── end ───`. A named
 * point is the line where the variable that `note(…)` shows was last assigned or added to.
 */
import type { PointName } from '../src/types.ts';

export interface SourceLine {
  /** In the file, from 1. */
  number: number;
  /** Without the line's end. */
  text: string;
  /** Named points that get their values here. */
  points: readonly PointName[];
}

export interface Section {
  /** `attention`, `data-and-tokenizer`: from the title. */
  id: string;
  /** From 1. */
  number: number;
  title: string;
  /** What the comment below the title says, as one paragraph. */
  about: string;
  /** The code, from its first line that is not blank to its last. */
  lines: readonly SourceLine[];
}

/** One line of each, or null where the other language needs a line of its own (a brace, a blank). */
export interface Row {
  python: SourceLine | null;
  javascript: SourceLine | null;
}

const MARKER = /^(?:#|\/\/) ── (?:(\d+) · (.+?)|end) ─+$/;
const COMMENT = /^(?:#|\/\/) ?(.*)$/;
const NOTE = /^\s*note\((?:\{ )?([\w=, ]+?)(?: \})?\);?$/;
const FILLING = /^\s*[)\]}]*[;,]?\s*$/;

/** @throws Error when the file has no end marker, or a point without a line. */
export function parseSections(source: string): Section[] {
  const lines = source.split('\n');
  const markers = lines.flatMap((text, index) => {
    const found = MARKER.exec(text);
    return found ? [{ index, number: found[1], title: found[2] }] : [];
  });
  const end = markers.pop();
  if (!end || end.title !== undefined) throw new Error('The file has no line that marks its end.');
  return markers.map(({ index, number, title = '' }, i) => {
    const next = markers[i + 1]?.index ?? end.index;
    let first = index + 1;
    const about: string[] = [];
    for (; first < next; first++) {
      const comment = COMMENT.exec(lines[first] ?? '');
      if (!comment) break;
      about.push(comment[1] ?? '');
    }
    let last = next;
    while (first < last && isBlank(lines[first])) first++;
    while (last > first && isBlank(lines[last - 1])) last--;
    const body = lines.slice(first, last);
    const points = pointsOf(body);
    return {
      id: title.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
      number: Number(number),
      title,
      about: about.join(' '),
      lines: body.map((text, line) => ({
        number: first + line + 1,
        text,
        points: points.get(line) ?? [],
      })),
    };
  });
}

const isBlank = (text: string | undefined): boolean => text?.trim() === '';

function pointsOf(body: readonly string[]): Map<number, PointName[]> {
  const points = new Map<number, PointName[]>();
  for (const [noted, text] of body.entries()) {
    for (const entry of NOTE.exec(text)?.[1]?.split(', ') ?? []) {
      const point = entry.split('=')[0] as PointName;
      const born = new RegExp(`^\\s*(?:const |let )?${point}(?: = |\\.append\\(|\\.push\\()`);
      const line = body.slice(0, noted).findLastIndex((before) => born.test(before));
      if (line < 0) throw new Error(`note() shows ${point}, but no line above gives it a value.`);
      points.set(line, [...(points.get(line) ?? []), point]);
    }
  }
  return points;
}

/**
 * Lays the twins of one section side by side: the n-th line with code of one beside the n-th of the other. Blanks and
 * closing brackets between them stand beside each other as far as both have them.
 *
 * @throws Error when one of them has more lines of code than the other.
 */
export function align(python: Section, javascript: Section): Row[] {
  const left = steps(python.lines);
  const right = steps(javascript.lines);
  if (left.length !== right.length) {
    throw new Error(
      `${python.title}: ${left.length - 1} lines of Python stand beside ${right.length - 1} of JavaScript.`,
    );
  }
  return left.flatMap((mine, i) => {
    const theirs = right[i] ?? [];
    const rows: Row[] = [];
    if (i > 0) rows.push({ python: mine.shift() ?? null, javascript: theirs.shift() ?? null });
    // Filling from below: a blank before the next function beside a blank, not beside a brace.
    for (let height = Math.max(mine.length, theirs.length); height > 0; height--) {
      const [python = null, javascript = null] = [mine.at(-height), theirs.at(-height)];
      rows.push({ python, javascript });
    }
    return rows;
  });
}

/** Each line with code together with the filling below it; before the first there is an empty group. */
function steps(lines: readonly SourceLine[]): SourceLine[][] {
  const groups: SourceLine[][] = [[]];
  for (const line of lines) {
    if (FILLING.test(line.text)) groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  return groups;
}
