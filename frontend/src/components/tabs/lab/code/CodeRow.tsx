/** One line of Python beside its twin in JavaScript. */
import { type CSSProperties, memo } from 'react';
import { indentOf, spansOf } from './twins';
import type { Language, Row } from './twinTypes';

export type Columns = readonly Language[];

interface CodeRowProps {
  row: Row;
  columns: Columns;
  lit: boolean;
}

export const CodeRow = memo(function CodeRow({ row, columns, lit }: CodeRowProps) {
  return (
    <div className="twin-row" data-lit={lit || undefined} aria-current={lit ? 'step' : undefined}>
      {columns.map((language) => (
        <Line key={language} language={language} line={row[language]} />
      ))}
    </div>
  );
});

function Line({ language, line }: { language: Language; line: number | null }) {
  const spans = line === null ? [] : spansOf(language, line);
  return (
    <div className="twin-line" data-language={language}>
      <span className="twin-number" aria-hidden="true">
        {line}
      </span>
      <code style={{ '--indent': indentOf(spans) } as CSSProperties}>
        {spans.map(([kind, text], i) =>
          kind === 'plain' ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never change
            <span key={i} className={`code-${kind}`}>
              {text}
            </span>
          ),
        )}
      </code>
    </div>
  );
}
