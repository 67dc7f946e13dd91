/** What the model of a step would write: asked for a moment after the last change, and only the newest question matters. */
import { useEffect, useState } from 'react';
import { ApiError } from '@/api/errors';
import type { Generated } from '@/api/generated';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useConnection } from './useStores';

/** A thumb that rests this long means its step. */
const REST_MS = 200;

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
  /** The newest answer; stays while the next is on its way. */
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
  useEffect(() => {
    if (key === null || !online) return;
    const { sessionId, prompt, step, temperature, topK, seed, length } = JSON.parse(key) as Wish;
    let wanted = true;
    const timer = setTimeout(async () => {
      try {
        const answer = await socket.emit('generate', {
          ...{ session_id: sessionId, prompt, step, temperature, seed },
          max_new_tokens: length,
          ...(topK !== null && { top_k: topK }),
        });
        if (wanted) setWritten({ answer, problem: null });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (wanted) setWritten((was) => ({ ...was, problem: error.message }));
      }
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, online, socket]);
  return key === null ? NOTHING : written;
}
