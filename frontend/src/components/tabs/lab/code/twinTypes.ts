/** The two source files as the page gets them when it is built (scripts/twins). Types alone, plain data. */

export type Language = 'python' | 'javascript';

/** name: of a function or class, where it is made or called; literal: numbers, strings, true and None. */
export type SpanKind = 'plain' | 'keyword' | 'name' | 'literal' | 'comment';

export type Span = [kind: SpanKind, text: string];

/** A line number in each file, from 1; null where one has no such line. */
export interface Row {
  python: number | null;
  javascript: number | null;
}

/** First and last line of a section, from its title to its last line of code. */
export type Lines = readonly [first: number, last: number];

export interface Section {
  /** From the title: attention, building-blocks. */
  id: string;
  /** From 1. */
  number: number;
  title: string;
  /** What it is about, one paragraph. */
  about: string;
  /** The code, side by side. */
  rows: Row[];
  python: Lines;
  javascript: Lines;
}

/** A line of both files that something can be said at. */
export interface Mark {
  /** The section's id. */
  section: string;
  python: number;
  javascript: number;
}

export interface Twins {
  files: Record<Language, string>;
  /** All lines of each file; line n is at n − 1. */
  lines: Record<Language, Span[][]>;
  sections: Section[];
  /** By name: the named points of the toolbox, and the lines that scripts/twins/marks adds. */
  marks: Record<string, Mark>;
}
