/**
 * One question at a time. What is asked next is decided when the last answer is there, so a question that
 * nobody waits for any more is never asked.
 */
import { ApiError } from '@/api/errors';

export interface Questions {
  /** Something may have become worth asking. */
  kick(): void;
  /** Failed questions may be asked again. */
  forgive(): void;
  close(): void;
}

export interface QuestionsParts<Q> {
  /** The most wanted question without an answer, or null. `failed` are not worth asking again. */
  next: (failed: ReadonlySet<string>) => Q | null;
  keyOf: (question: Q) => string;
  /** Asks and stores the answer. */
  ask: (question: Q) => Promise<void>;
  onFailure: (question: Q, error: ApiError) => void;
}

export function createQuestions<Q>({ next, keyOf, ask, onFailure }: QuestionsParts<Q>): Questions {
  const failed = new Set<string>();
  let busy = false;
  let closed = false;

  const run = async () => {
    busy = true;
    try {
      for (let question = next(failed); question !== null && !closed; question = next(failed)) {
        try {
          await ask(question);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (closed) return;
          failed.add(keyOf(question));
          onFailure(question, error);
        }
      }
    } finally {
      busy = false;
    }
  };
  return {
    kick() {
      if (!busy && !closed) void run();
    },
    forgive: () => failed.clear(),
    close() {
      closed = true;
    },
  };
}
