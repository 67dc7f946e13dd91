/**
 * Cuts source text into lines of coloured pieces, with the grammars of Lezer. Runs when the page is built: the page
 * gets the pieces and no highlighter. Knows nothing of sections.
 */
import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser as javascript } from '@lezer/javascript';
import { parser as python } from '@lezer/python';
import type { Language, Span, SpanKind } from '../../src/components/tabs/lab/code/twinTypes.ts';

const GRAMMARS = { python, javascript };

/** The kind of a piece is written where a highlighter puts a class name. */
const kinds = tagHighlighter([
  { tag: tags.keyword, class: 'keyword' },
  { tag: tags.self, class: 'plain' },
  { tag: tags.comment, class: 'comment' },
  { tag: [tags.literal, tags.bool, tags.null], class: 'literal' },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.function(tags.definition(tags.variableName)),
      tags.function(tags.definition(tags.propertyName)),
      tags.className,
      tags.definition(tags.className),
    ],
    class: 'name',
  },
]);

/** The lines of a source, each as pieces that joined give back the line exactly. */
export function highlightLines(source: string, language: Language): Span[][] {
  const lines: Span[][] = [[]];
  const put = (text: string, classes: string) => {
    const kind = (classes || 'plain') as SpanKind;
    const line = lines[lines.length - 1] as Span[];
    const last = line.at(-1);
    // Spaces have no colour: they join what stands before them.
    if (last && (last[0] === kind || text.trim() === '')) last[1] += text;
    else line.push([kind, text]);
  };
  const text = source.replace(/\n$/, '');
  highlightCode(text, GRAMMARS[language].parse(text), kinds, put, () => lines.push([]));
  return lines;
}

export const textOf = (line: readonly Span[]): string => line.map(([, text]) => text).join('');
