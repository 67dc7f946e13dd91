/** What is learned: the list of names that came with the page, or the person's own lines, counted while they are typed. */
import { FileUp } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/shared/Button';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import type { Source } from '@/lab/desk';
import {
  countsOf,
  type DocumentCounts,
  documentsOf,
  LIMITS,
  refuseDocuments,
} from '@/lab/documents';
import { count, plural } from './figures';
import { useLab } from './useLab';

export interface DataDraft {
  kind: Source['kind'];
  /** The person's own lines. */
  text: string;
}

export interface JudgedData {
  counts: DocumentCounts;
  /** Why it cannot be learned; null when it can. */
  problem: string | null;
}

/** Counted anew only when the words are others. */
export function useJudgedData({ kind, text }: DataDraft): JudgedData | null {
  const desk = useLab();
  const [list, setList] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    desk.names().then(
      (names) => isWanted && setList(names),
      // Without the list there are the own lines; the page says so elsewhere.
      () => isWanted && setList([]),
    );
    return () => {
      isWanted = false;
    };
  }, [desk]);
  const named = useMemo(() => list && countsOf(list), [list]);
  const own = useMemo(() => countsOf(documentsOf(text)), [text]);
  if (kind === 'own') return { counts: own, problem: refuseDocuments(own) };
  if (named === null) return null;
  const missing = 'No list of names came with this page: put in lines of your own.';
  return { counts: named, problem: named.documents.length === 0 ? missing : null };
}

export interface DataChoiceProps {
  /** Read at once when it is given. */
  file: File | null;
  data: DataDraft;
  judged: JudgedData | null;
  onChange: (data: DataDraft) => void;
}

export function DataChoice({ file: given, data, judged, onChange }: DataChoiceProps) {
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const [unread, setUnread] = useState<string | null>(null);
  const isOwn = data.kind === 'own';
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    setUnread(null);
    if (chosen.size > 4 * LIMITS.charCount) {
      setUnread(`${chosen.name} is too large: ${count(LIMITS.charCount)} characters at most.`);
      return;
    }
    onChange({ kind: 'own', text: await chosen.text() });
  };
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (given) void latest.current(given);
  }, [given]);
  const problem = unread ?? (isOwn && data.text.trim() === '' ? null : (judged?.problem ?? null));
  return (
    <section aria-label="Data">
      <h3>Data</h3>
      <SegmentedControl
        label="Data"
        value={data.kind}
        onValueChange={(kind) => onChange({ ...data, kind })}
        options={[
          { value: 'names', label: 'Names' },
          { value: 'own', label: 'My own lines' },
        ]}
      />
      {isOwn && (
        <>
          <textarea
            className="lab-lines mono"
            aria-label="Your lines"
            aria-describedby={id}
            aria-invalid={problem !== null}
            spellCheck={false}
            placeholder={'One name or short sentence a line,\nas many as you have'}
            value={data.text}
            onChange={(event) => {
              setUnread(null);
              onChange({ ...data, text: event.target.value });
            }}
          />
          <Button icon={FileUp} size="small" onClick={() => file.current?.click()}>
            Choose a text file
          </Button>
          <input
            ref={file}
            type="file"
            accept=".txt,text/plain"
            aria-label="Text file of lines"
            className="hidden"
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </>
      )}
      <p id={id} aria-live="polite" className="num mt-2">
        {problem !== null && <span className="text-amber-text">{problem} </span>}
        {judged && judged.counts.documents.length > 0 && (
          <span className="text-text-3">{countsText(judged.counts, isOwn)}</span>
        )}
      </p>
    </section>
  );
}

function countsText(
  { documents, charCount, chars, longest }: DocumentCounts,
  isOwn: boolean,
): string {
  const what = plural(documents.length, isOwn ? 'line' : 'name');
  const kinds = chars.length === 1 ? 'all of them the same' : `${chars.length} different ones`;
  return `${what}, ${plural(charCount, 'character')}, ${kinds}, the longest has ${longest}.`;
}
