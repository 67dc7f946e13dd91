/** One line of Python beside its twin in JavaScript. */
import { type CSSProperties, Fragment, memo } from 'react';
import { indentOf, spansOf } from './twins';
import type { Language, Row, SpanKind } from './twinTypes';

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
  const isComment = spans.find(([, text]) => text.trim() !== '')?.[0] === 'comment';
  return (
    <div className="twin-line" data-language={language}>
      <span className="twin-number" aria-hidden="true">
        {line}
      </span>
      <code
        data-comment={isComment || undefined}
        style={{ '--indent': indentOf(spans) } as CSSProperties}
      >
        {spans.map(([kind, text], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never change
          <Piece key={i} kind={kind} text={text} />
        ))}
      </code>
    </div>
  );
}

function Piece({ kind, text }: { kind: SpanKind; text: string }) {
  return kind === 'plain' ? (
    <Breakable text={text} />
  ) : (
    <span className={`code-${kind}`}>{text}</span>
  );
}

/** A line without room breaks behind an opening bracket rather than in a word. */
function Breakable({ text }: { text: string }) {
  return text.split(/(?<=\()(?!\))/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never change
    <Fragment key={i}>
      {part}
      {part.endsWith('(') && <wbr />}
    </Fragment>
  ));
}
