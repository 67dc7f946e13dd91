/** Lets the best model of a style session go on writing, when asked; and takes what it wrote out of the page. */
import { useState } from 'react';
import { ApiError } from '@/api/errors';
import type { Generated } from '@/api/generated';
import type { WritingWish } from '@/contexts/style';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { wholeWords } from '@/contexts/wholeWords';

/** What came back, and the beginning as it was typed: `prompt` is only what of it the machine could see. */
export type Written = Generated & { typed: string };

export interface Writing {
  /** The newest answer; stays while the next is on its way. */
  answer: Written | null;
  busy: boolean;
  problem: string | null;
  /** By the weights of a step. */
  write: (wish: WritingWish, step: number) => Promise<void>;
}

export function useWriting(sessionId: string): Writing {
  const { socket } = useTrainingContext();
  const [answer, setAnswer] = useState<Written | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const write = async ({ prompt, temperature, length }: WritingWish, step: number) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const made = await socket.emit('generate', {
        ...{ session_id: sessionId, prompt, temperature, step },
        max_new_tokens: length,
      });
      setAnswer({ ...wholeWords(made), typed: prompt });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    } finally {
      setBusy(false);
    }
  };
  return { answer, busy, problem, write };
}

/** Hands a file to the browser's downloads. */
function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

const NAME = 'written-like-me';

export interface TakeAway {
  copy: (text: string) => Promise<void>;
  asText: (text: string) => void;
  asDocument: (text: string) => Promise<void>;
}

export function useTakeAway(): TakeAway {
  const { rest } = useTrainingContext();
  const ui = useUIContext();
  return {
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        ui.notify({ id: 'copied', kind: 'success', title: 'Copied', duration: 2500 });
      } catch {
        // Refused by the browser, or a page that is not served securely.
        const title = 'This browser does not let the page copy. Select the text, or save it';
        ui.notify({ id: 'copied', kind: 'warning', title });
      }
    },
    asText: (text) => save(new Blob([text], { type: 'text/plain;charset=utf-8' }), `${NAME}.txt`),
    async asDocument(text) {
      try {
        save(await rest.document(text), `${NAME}.docx`);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        ui.notify({ id: 'document', kind: 'warning', title: error.message });
      }
    },
  };
}
