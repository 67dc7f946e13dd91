/**
 * One question at a time, and beside it the one that the person waits for. What is asked next is decided when an answer is there,
 * so a question that nobody waits for any more is never asked.
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
  /** The person sees that its answer is missing: it does not wait for one that was asked ahead. */
  isUrgent: (question: Q) => boolean;
  /** Asks and stores the answer. */
  ask: (question: Q) => Promise<void>;
  onFailure: (question: Q, error: ApiError) => void;
}

/** A hand that moves fast passes more steps than anybody can answer. */
const MOST_AT_ONCE = 2;

export function createQuestions<Q>(parts: QuestionsParts<Q>): Questions {
  const failed = new Set<string>();
  const asking = new Set<string>();
  let closed = false;

  const run = async (question: Q, key: string) => {
    asking.add(key);
    try {
      await parts.ask(question);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (closed) return;
      failed.add(key);
      parts.onFailure(question, error);
    } finally {
      asking.delete(key);
    }
    kick();
  };
  const kick = () => {
    if (closed || asking.size >= MOST_AT_ONCE) return;
    const question = parts.next(failed);
    if (question === null) return;
    const key = parts.keyOf(question);
    if (asking.has(key)) return;
    if (asking.size === 0 || parts.isUrgent(question)) void run(question, key);
  };
  return {
    kick,
    forgive: () => failed.clear(),
    close() {
      closed = true;
    },
  };
}
