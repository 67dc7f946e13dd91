/** One section: what it is about, then its lines in both languages; below the lit line what was just computed. */
import { memo, type ReactNode } from 'react';
import { CodeRow, type Columns } from './CodeRow';
import type { Section } from './twinTypes';

interface SectionCodeProps {
  section: Section;
  columns: Columns;
  /** Named again in the text: when all sections stand below each other. */
  titled: boolean;
  /** Lines of the Python file; none is lit in another section. */
  lit: ReadonlySet<number>;
  /** Opens below the last of them. */
  children?: ReactNode;
}

export const NO_LINES: ReadonlySet<number> = new Set();

export const SectionCode = memo(function SectionCode({
  section,
  columns,
  titled,
  lit,
  children,
}: SectionCodeProps) {
  const last = Math.max(...lit);
  return (
    <section
      className="twin-section"
      id={`twin-${section.id}`}
      aria-label={`${section.title}, code`}
      data-section={section.id}
    >
      <div className="twin-about">
        {titled && (
          <h3>
            <span className="num">{section.number}</span> {section.title}
          </h3>
        )}
        <p>{section.about}</p>
      </div>
      {section.rows.map((row) => {
        const isLit = row.python !== null && lit.has(row.python);
        // Blank only so that the other language stays beside its twin.
        if (!isLit && columns.every((language) => row[language] === null)) return null;
        const key = `${row.python}-${row.javascript}`;
        return isLit && row.python === last ? (
          <div key={key} className="twin-open">
            <CodeRow row={row} columns={columns} lit />
            {children}
          </div>
        ) : (
          <CodeRow key={key} row={row} columns={columns} lit={isLit} />
        );
      })}
    </section>
  );
});
