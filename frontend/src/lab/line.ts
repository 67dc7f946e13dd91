/** The page's end of the line to the worker: each question is a promise of its answer. Holds no state of the run. */
import type { FromWorker, News, QuestionName, Questions, ToWorker } from './protocol';

/** As much of a Worker as is used. */
export interface Port {
  postMessage(message: ToWorker): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: ((event: { message: string }) => void) | null;
  terminate(): void;
}

/** What the worker refuses, in a sentence for a person. */
export class LabError extends Error {
  override readonly name = 'LabError';
  constructor(
    message: string,
    /** The setting that was refused; null when it was none. */
    readonly field: string | null = null,
  ) {
    super(message);
  }
}

export interface Line {
  ask<K extends QuestionName>(name: K, given: Questions[K][0]): Promise<Questions[K][1]>;
  /** Lets the worker tell more news. */
  seen(): void;
  close(): void;
}

/** `onEnd` hears once that the worker is gone for good; every open question is refused then. */
export function openLine(
  port: Port,
  onNews: (news: News) => void,
  onEnd: (reason: string) => void,
): Line {
  type Waiting = { resolve: (answer: never) => void; reject: (error: LabError) => void };
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let end: string | null = null;

  port.onmessage = ({ data }) => {
    if ('news' in data) return onNews(data.news);
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('refusal' in data) one?.reject(new LabError(data.refusal.message, data.refusal.field));
    else one?.resolve(data.answer as never);
  };
  port.onerror = ({ message }) => {
    if (end !== null) return;
    end = message || 'The part of the page that trains could not be loaded.';
    for (const { reject } of waiting.values()) reject(new LabError(end));
    waiting.clear();
    onEnd(end);
  };

  return {
    ask: (name, given) =>
      new Promise((resolve, reject) => {
        if (end !== null) return reject(new LabError(end));
        asked += 1;
        waiting.set(asked, { resolve, reject });
        port.postMessage({ id: asked, ask: name, with: given } as ToWorker);
      }),
    seen: () => port.postMessage({ seen: true }),
    close() {
      end = 'The lab was closed.';
      port.terminate();
    },
  };
}
