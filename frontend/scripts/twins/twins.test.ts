// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { highlightLines, textOf } from './highlight.ts';
import { readSources } from './plugin.ts';
import { buildTwins } from './twins.ts';

const sources = readSources();
const twins = buildTwins(sources);
const languages = ['python', 'javascript'] as const;
const textAt = (language: (typeof languages)[number], line: number) =>
  textOf(twins.lines[language][line - 1] ?? []);

describe('the twins of the page', () => {
  it.each(languages)('are the %s file, letter by letter', (language) => {
    expect(`${twins.lines[language].map(textOf).join('\n')}\n`).toBe(sources[language]);
  });

  it.each(languages)('show each line of code of the %s file once, in order', (language) => {
    const shown = twins.sections.flatMap(({ rows }) => rows.flatMap((row) => row[language] ?? []));
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(new Set(shown).size).toBe(shown.length);
    const first = twins.sections[0]?.[language][0] ?? 0;
    const last = twins.sections.at(-1)?.[language][1] ?? 0;
    const missing = twins.lines[language]
      .map((_, index) => index + 1)
      .filter((line) => line >= first && line <= last && !shown.includes(line));
    // What is left out stands in the head of its section: title and explanation. Or it is blank.
    for (const line of missing) expect(textAt(language, line)).toMatch(/^(?:#|\/\/|$)/);
  });

  it('begin each section at its title and end it where the code ends', () => {
    for (const section of twins.sections) {
      for (const language of languages) {
        const [first, last] = section[language];
        expect(textAt(language, first)).toContain(`── ${section.number} · ${section.title} ─`);
        const lines = section.rows.flatMap((row) => row[language] ?? []);
        expect(last).toBe(Math.max(...lines));
        expect(Math.min(...lines)).toBeGreaterThan(first);
      }
    }
  });

  it('have a mark for every point, on the line that computes it', () => {
    expect(textAt('python', twins.marks.weights?.python ?? 0)).toContain('weights = softmax(');
    expect(textAt('javascript', twins.marks.weights?.javascript ?? 0)).toContain('weights = soft');
    expect(textAt('javascript', twins.marks.update?.javascript ?? 0)).toContain('.data -= step');
    expect(textAt('javascript', twins.marks.backward?.javascript ?? 0)).toContain('backward()');
    expect(Object.keys(twins.marks).length).toBeGreaterThan(25);
  });
});

describe('a twin that no longer matches', () => {
  const without = (language: (typeof languages)[number], text: string) => {
    expect(sources[language]).toContain(text);
    return { ...sources, [language]: sources[language].replace(text, '') };
  };

  it('stops the build when a line is missing', () => {
    expect(() =>
      buildTwins(without('javascript', '    const weights = softmax(scores);\n')),
    ).toThrow();
    expect(() => buildTwins(without('python', '    past.keys.append(k)\n'))).toThrow(/Attention: /);
  });

  it('stops the build when explanations differ', () => {
    expect(() => buildTwins(without('python', 'The only place where positions meet. '))).toThrow(
      /^Section 7 has the about/,
    );
  });

  it('stops the build when a marked line is gone', () => {
    const renamed = (text: string) => text.replaceAll('loss.backward()', 'loss.walk_back()');
    expect(() =>
      buildTwins({ python: renamed(sources.python), javascript: renamed(sources.javascript) }),
    ).toThrow(/mark backward.*is on 0 lines/);
  });
});

describe('the highlighter', () => {
  it('tells keywords, names, literals and comments in both languages', () => {
    expect(highlightLines('def f(x):  # why\n    return g(x) + 1\n', 'python')).toEqual([
      [
        ['keyword', 'def '],
        ['name', 'f'],
        ['plain', '(x):  '],
        ['comment', '# why'],
      ],
      [
        ['plain', '    '],
        ['keyword', 'return '],
        ['name', 'g'],
        ['plain', '(x) + '],
        ['literal', '1'],
      ],
    ]);
    expect(highlightLines("const a = this.f('x'); // why", 'javascript')[0]).toEqual([
      ['keyword', 'const'],
      ['plain', ' a = this.'],
      ['name', 'f'],
      ['plain', '('],
      ['literal', "'x'"],
      ['plain', '); '],
      ['comment', '// why'],
    ]);
  });
});
