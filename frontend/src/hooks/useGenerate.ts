/** What the model of a step would write: asked for a moment after the last change, and the newest answer stays. */
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@/api/errors';
import type { Generated } from '@/api/generated';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useConnection } from './useStores';

/** A thumb that rests this long means its step. */
const REST_MS = 200;
/** While the thumb or the timeline moves on and on, something is asked this often. */
const LONGEST_MS = 800;

export interface Wish {
  sessionId: string;
  prompt: string;
  step: number;
  temperature: number;
  topK: number | null;
  seed: number;
  length: number;
}

export interface Written {
  /** The newest answer; stays while the next is on its way, so its own step and prompt say what it is about. */
  answer: Generated | null;
  problem: string | null;
}

const NOTHING: Written = { answer: null, problem: null };

/** null asks for nothing. The same wish gives the same text. */
export function useGenerate(wish: Wish | null): Written {
  const { socket } = useTrainingContext();
  const online = useConnection().state === 'online';
  const [written, setWritten] = useState(NOTHING);
  const key = wish && JSON.stringify(wish);
  /** When the first wish came that has not been asked yet. */
  const since = useRef<number | null>(null);
  const asked = useRef(0);
  const shown = useRef(0);
  useEffect(() => {
    if (key === null) {
      // What is still on its way answers a question that nobody has any more.
      shown.current = asked.current;
      since.current = null;
      setWritten(NOTHING);
      return;
    }
    if (!online) return;
    const { sessionId, prompt, step, temperature, topK, seed, length } = JSON.parse(key) as Wish;
    const ask = async () => {
      since.current = null;
      asked.current += 1;
      const mine = asked.current;
      const show = (change: (was: Written) => Written) => {
        if (mine <= shown.current) return;
        shown.current = mine;
        setWritten(change);
      };
      try {
        const answer = await socket.emit('generate', {
          ...{ session_id: sessionId, prompt, step, temperature, seed },
          max_new_tokens: length,
          ...(topK !== null && { top_k: topK }),
        });
        show(() => ({ answer, problem: null }));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        show((was) => ({ ...was, problem: error.message }));
      }
    };
    const now = performance.now();
    since.current ??= now;
    const timer = setTimeout(ask, Math.max(0, Math.min(REST_MS, since.current + LONGEST_MS - now)));
    return () => clearTimeout(timer);
  }, [key, online, socket]);
  return key === null ? NOTHING : written;
}
