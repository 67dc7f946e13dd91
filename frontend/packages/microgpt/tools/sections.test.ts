// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { POINTS } from '../src/points.ts';
import { align, parseSections, type Section } from './sections.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const SOURCES = { python: read('../microgpt.py'), javascript: read('../src/microgpt.js') };
const python = parseSections(SOURCES.python);
const javascript = parseSections(SOURCES.javascript);
const pairs = python.map((section, i) => [section, javascript[i] as Section] as const);

/** What only one of the languages writes, or writes with a sign: it carries no meaning that could differ. */
const GRAMMAR = new Set(
  (
    'def self init range len in int str and not is none is_not f zip enumerate list set ord sorted key dict vars items ' +
    'append chain tuple max clear values for if while truediv isinstance type raise else ' +
    'function const let of new this constructor null map push length object entries array from math imul floor ' +
    'instanceof throw slice flat tofixed toreversed reversed filter get sort codepointat number add sub mul div neg pow'
  ).split(' '),
);
const SAME = new Map([['arithmeticerror', 'rangeerror']]);

function wordsOf(line: string, mark: RegExp) {
  const [written = '', comment = ''] = line.split(mark);
  const code = written.replace(/:\.(\d)f/, ' $1');
  const words = (code.match(/(?<!\w)[a-z_]\w*/gi) ?? [])
    .map((word) => word.replaceAll('_', '').toLowerCase())
    .map((word) => SAME.get(word) ?? word)
    .filter((word) => word.length > 1 && !GRAMMAR.has(word));
  const numbers = (code.match(/(?<![\w.])(?:0x[\da-f]+|\d[\d.]*(?:e-?\d+)?)/gi) ?? [])
    .map(Number)
    .filter((number) => number > 1 && number !== 0xffffffff);
  return { comment, names: [...new Set(words)].sort(), numbers: numbers.sort() };
}

describe('the twins', () => {
  it('have the same sections with the same explanations', () => {
    const heads = (sections: Section[]) =>
      sections.map(({ id, number, title, about }) => ({ id, number, title, about }));
    expect(heads(javascript)).toEqual(heads(python));
    expect(python.map(({ number }) => number)).toEqual(python.map((_, i) => i + 1));
    expect(python.length).toBeGreaterThanOrEqual(7);
    for (const { about } of python) expect(about.length).toBeGreaterThan(60);
  });

  it('fit a column of 76 characters', () => {
    for (const source of Object.values(SOURCES)) {
      for (const line of source.split('\n')) expect([...line].length).toBeLessThanOrEqual(76);
    }
  });

  it.each(pairs)('say the same line by line: $title', (left, right) => {
    for (const row of align(left, right)) {
      const mine = wordsOf(row.python?.text ?? '', /(?:^|\s+)# /);
      const theirs = wordsOf(row.javascript?.text ?? '', /(?:^|\s+)\/\/ /);
      const place = `${row.python?.number}: ${row.python?.text}\n${row.javascript?.number}: ${row.javascript?.text}`;
      expect(mine.numbers, place).toEqual(theirs.numbers);
      expect(mine.comment, place).toEqual(theirs.comment);
      expect(mine.names, place).toEqual(theirs.names);
    }
  });

  it('carry the same points, in the order of a step, on lines that stand side by side', () => {
    const rows = pairs.flatMap(([left, right]) => align(left, right));
    for (const row of rows) {
      expect(row.python?.points ?? []).toEqual(row.javascript?.points ?? []);
    }
    const found = rows.flatMap((row) => row.javascript?.points ?? []);
    expect(found).toEqual(POINTS.map(({ point }) => point));
  });

  it('lose no line when they are cut', () => {
    for (const [source, sections] of [
      [SOURCES.python, python],
      [SOURCES.javascript, javascript],
    ] as const) {
      const lines = source.split('\n');
      for (const line of sections.flatMap((section) => section.lines)) {
        expect(line.text).toBe(lines[line.number - 1]);
      }
    }
    for (const [left, right] of pairs) {
      const rows = align(left, right);
      expect(rows.flatMap((row) => row.python ?? [])).toEqual(left.lines);
      expect(rows.flatMap((row) => row.javascript ?? [])).toEqual(right.lines);
    }
  });
});
