/**
 * Keeps one session's events in order and whole, by their `seq`. Doubles are dropped; a hole is held
 * back and asked for again. Knows nothing of sockets: `ask` fetches what is missing.
 */
import type { ServerMessage } from './events';

export interface Sequence {
  /** Takes an event as it came from the network. */
  receive(message: ServerMessage): void;
  /** Asks for everything after the last event (again after a new connection); hears when it is answered. */
  resume(): Promise<void>;
  /** The last event that was passed on; null before the first. */
  readonly last: number | null;
}

export interface SequenceOptions {
  /** Passes an event on, in order. */
  deliver: (message: ServerMessage) => void;
  /**
   * Asks the server for the events after `since` (null: for the whole state). They arrive through
   * `receive` before the promise resolves.
   */
  ask: (since: number | null) => Promise<void>;
  /**
   * Frames flow in this room, so holes are the rule: the server skips frames, and a frame may overtake
   * what is held back for a slow client. On one connection nothing else is ever left out.
   */
  holesExpected?: () => boolean;
}

const seqOf = ({ payload }: ServerMessage): number | null =>
  'seq' in payload && typeof payload.seq === 'number' ? payload.seq : null;

const never = () => false;

export function createSequence({ deliver, ask, holesExpected = never }: SequenceOptions): Sequence {
  let last: number | null = null;
  /** The step up to which no mini-batch loss is missing. */
  let step = 0;
  let held: ServerMessage[] = [];
  let asking: Promise<void> | null = null;

  const pass = (message: ServerMessage, seq: number | null) => {
    if (seq !== null) last = seq;
    if (message.name === 'training_progress') step = message.payload.step;
    if (message.name === 'training_started') step = 0;
    if (message.name === 'session_state') step = message.payload.current_iter;
    deliver(message);
  };

  // Losses are merged, never dropped: progress that goes on where the last one ended proves that only
  // progress or frames are missing.
  const harmless = (message: ServerMessage) =>
    holesExpected() ||
    (message.name === 'training_progress' && (message.payload.steps[0] ?? 0) <= step + 1);

  const drain = (acceptHoles: boolean) => {
    held.sort((a, b) => (seqOf(a) ?? 0) - (seqOf(b) ?? 0));
    while (held[0] !== undefined) {
      const seq = seqOf(held[0]);
      const isNext = last === null || seq === null || seq <= last + 1;
      if (!isNext && !acceptHoles) return;
      const message = held.shift();
      if (message && (last === null || seq === null || seq > last)) pass(message, seq);
    }
  };

  const resume = (): Promise<void> => {
    asking ??= ask(last).finally(() => {
      asking = null;
      // What is still missing now is gone for good (frames are not kept): go on without it.
      drain(true);
    });
    return asking;
  };

  return {
    receive(message) {
      const seq = seqOf(message);
      if (message.name === 'attention_frame') {
        // Only the newest ever matters, and its number says nothing about what else has arrived.
        deliver(message);
        return;
      }
      if (message.name === 'session_state') {
        held = held.filter((waiting) => (seqOf(waiting) ?? 0) > (seq ?? 0));
        pass(message, seq);
        drain(false);
        return;
      }
      if (seq === null || last === null || seq === last + 1) {
        pass(message, seq);
        drain(false);
        return;
      }
      if (seq <= last) return;
      // While an answer is on its way nothing may overtake it: what it brings would look like doubles.
      if (asking === null && harmless(message)) {
        pass(message, seq);
        return;
      }
      held.push(message);
      // A failed request is told by whoever asked; the next connection asks again.
      if (asking === null) resume().catch(() => undefined);
    },
    resume,
    get last() {
      return last;
    },
  };
}
