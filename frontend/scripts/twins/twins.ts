/** Both source files, cut into sections, laid side by side and coloured: all that the page shows of them. Pure. */
import {
  align,
  type Section as CutSection,
  parseSections,
} from '../../packages/microgpt/tools/sections.ts';
import type {
  Language,
  Lines,
  Mark,
  Section,
  Twins,
} from '../../src/components/tabs/lab/code/twinTypes.ts';
import { highlightLines, textOf } from './highlight.ts';
import { MARKS } from './marks.ts';

/** @throws Error when the files no longer match each other, or a mark is not on exactly one line. */
export function buildTwins(sources: Record<Language, string>): Twins {
  const [python, javascript] = [parseSections(sources.python), parseSections(sources.javascript)];
  const lines = {
    python: highlightLines(sources.python, 'python'),
    javascript: highlightLines(sources.javascript, 'javascript'),
  };
  if (python.length !== javascript.length) {
    throw new Error(`${python.length} sections of Python, ${javascript.length} of JavaScript.`);
  }
  const marks: Record<string, Mark> = {};
  const sections = python.map((mine, i) => {
    const theirs = javascript[i] as CutSection;
    const known = (['id', 'number', 'title', 'about'] as const).find((k) => mine[k] !== theirs[k]);
    if (known) {
      throw new Error(`Section ${i + 1} has the ${known} ${mine[known]} and ${theirs[known]}.`);
    }
    const rows = align(mine, theirs);
    for (const row of rows) {
      for (const point of row.python?.points ?? []) {
        if (!row.javascript?.points.includes(point)) {
          throw new Error(`${point} is on line ${row.python?.number} of microgpt.py alone.`);
        }
        marks[point] = {
          section: mine.id,
          python: row.python?.number ?? 0,
          javascript: row.javascript.number,
        };
      }
    }
    return {
      id: mine.id,
      number: mine.number,
      title: mine.title,
      about: mine.about,
      rows: rows.map((row) => ({
        python: row.python?.number ?? null,
        javascript: row.javascript?.number ?? null,
      })),
      python: rangeOf(mine, lines.python.map(textOf)),
      javascript: rangeOf(theirs, lines.javascript.map(textOf)),
    };
  });
  for (const [name, place] of Object.entries(MARKS)) {
    marks[name] = markOf(name, place, sections, lines.python.map(textOf));
  }
  return {
    files: { python: 'microgpt.py', javascript: 'microgpt.js' },
    lines,
    sections,
    marks,
  };
}

/** From the title above the code, which says the section's number, to the last line of code. */
function rangeOf(section: CutSection, texts: readonly string[]): Lines {
  const last = section.lines.at(-1)?.number ?? 0;
  const title = texts.findLastIndex(
    (text, index) => index < last && text.includes(`── ${section.number} · `),
  );
  return [title + 1, last];
}

function markOf(
  name: string,
  place: { section: string; python: string },
  sections: readonly Section[],
  texts: readonly string[],
): Mark {
  const section = sections.find(({ id }) => id === place.section);
  const found = (section?.rows ?? []).filter(
    ({ python }) => python !== null && texts[python - 1]?.trimStart().startsWith(place.python),
  );
  const [row] = found;
  if (found.length !== 1 || !row?.python || !row.javascript) {
    throw new Error(
      `The mark ${name}, “${place.python}”, is on ${found.length} lines of section ${place.section}; it needs 1.`,
    );
  }
  return { section: place.section, python: row.python, javascript: row.javascript };
}
