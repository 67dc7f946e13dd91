/** One name or line, a letter at a time: what it could have been at each, and what chance took. */
import type { WrittenToken } from 'microgpt';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/shared/Button';
import { END_MARK, glyph, spoken } from '@/viz/glyph';
import { ProbabilityBars } from '@/viz/ProbabilityBars/ProbabilityBars';
import type { CharShare } from '@/viz/ProbabilityBars/types';
import { useLab, useLabState } from './useLab';

const ROWS = 5;
/** Between two letters when it writes by itself. */
const PAUSE_MS = 600;

/** The likeliest, and the one that came if it is not among them. */
function barsOf({ probabilities, token }: WrittenToken, chars: readonly string[]): CharShare[] {
  const all = [...probabilities].map((prob, i) => ({ i, prob, char: chars[i] ?? END_MARK }));
  const likeliest = all.toSorted((a, b) => b.prob - a.prob).slice(0, ROWS);
  const came = all[token];
  if (came && !likeliest.includes(came)) likeliest[ROWS - 1] = came;
  return likeliest;
}

export function LetterByLetter({ onClose }: { onClose: () => void }) {
  const desk = useLab();
  const chars = useLabState((state) => state.chars);
  const own = useLabState(({ source }) => source.kind === 'own');
  const [written, setWritten] = useState<readonly WrittenToken[]>([]);
  const [isOver, setOver] = useState(false);
  const [plays, setPlays] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isAsking = useRef(false);

  const ask = async (begins: boolean) => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      const token = begins ? await desk.write() : await desk.next();
      if (begins) setOver(false);
      if (token) setWritten((was) => (begins ? [token] : [...was, token]));
      if (!token || token.char === null) {
        setOver(true);
        setPlays(false);
      }
    } catch (error) {
      setFailure((error as Error).message);
      setPlays(false);
    } finally {
      isAsking.current = false;
    }
  };
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    void latest.current(true);
  }, []);
  useEffect(() => {
    if (!plays) return;
    const timer = setInterval(() => void latest.current(false), PAUSE_MS);
    return () => clearInterval(timer);
  }, [plays]);

  const newest = written.at(-1);
  const items = useMemo(() => (newest ? barsOf(newest, chars) : []), [newest, chars]);
  const text = written.map(({ char }) => char ?? '').join('');
  const before = newest?.char == null ? text : [...text].slice(0, -1).join('');
  return (
    <div className="lab-letters">
      <p className="mono lab-letters-text" aria-live="polite">
        <span className="text-text">{before}</span>
        {newest && <b className="text-cyan-text">{glyph(newest.char ?? END_MARK)}</b>}
        {isOver && newest?.char !== null && <span className="sr-only">, cut at the context</span>}
      </p>
      {failure ? (
        <p role="alert" className="text-amber-text">
          {failure}
        </p>
      ) : (
        <ProbabilityBars
          items={items}
          rows={ROWS}
          full={1}
          hit={newest ? (newest.char ?? END_MARK) : null}
          label={before ? `After ${[...before].map(spoken).join('')}` : 'The first character'}
        />
      )}
      <div className="flex gap-2">
        {isOver ? (
          <Button size="small" kind="yours" onClick={() => void ask(true)}>
            Another
          </Button>
        ) : (
          <Button size="small" kind="yours" disabled={plays} onClick={() => void ask(false)}>
            Next letter
          </Button>
        )}
        <Button size="small" disabled={isOver} onClick={() => setPlays(!plays)}>
          {plays ? 'Wait' : 'To the end'}
        </Button>
        <Button size="small" kind="quiet" className="ml-auto" onClick={onClose}>
          {own ? 'All lines' : 'All names'}
        </Button>
      </div>
    </div>
  );
}
