/** The two source files, as they were cut and coloured when the page was built, and ways to find things in them. */
import twins from 'virtual:microgpt-twins';
import type { Language, Mark, Section, Span } from './twinTypes';

export const SECTIONS: readonly Section[] = twins.sections;
export const FILES = twins.files;

export const sectionOf = (id: string): Section | undefined =>
  SECTIONS.find((section) => section.id === id);

/** @throws RangeError for a name that no line bears. */
export function markOf(name: string): Mark {
  const mark = twins.marks[name];
  if (!mark) throw new RangeError(`No line of microgpt bears the mark ${name}.`);
  return mark;
}

export const spansOf = (language: Language, line: number): readonly Span[] =>
  twins.lines[language][line - 1] ?? [];

const lineText = (spans: readonly Span[]) => spans.map(([, text]) => text).join('');

/** A file as it lies on the disk, or the lines of one section. */
export function textOf(language: Language, section?: Section): string {
  const [first, last] = section ? section[language] : [1, twins.lines[language].length];
  return `${twins.lines[language]
    .slice(first - 1, last)
    .map(lineText)
    .join('\n')}\n`;
}

/** Columns that a line is indented by: what goes on below it begins further right. */
export const indentOf = (spans: readonly Span[]): number =>
  lineText(spans).length - lineText(spans).trimStart().length;
