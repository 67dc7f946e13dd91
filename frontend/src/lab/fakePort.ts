/** For tests: the lab's room in this very thread, behind a port as a worker has one. Everything is plain data on the way. */
import { vi } from 'vitest';
import type { Port } from './line';
import { LabRoom } from './room';

/** `now`: the clock of the room, in ms. */
export function labHere(now = () => performance.now()) {
  const port: Port = {
    postMessage: (message) => {
      const sent = structuredClone(message);
      setTimeout(() => room.receive(sent), 0);
    },
    onmessage: null,
    onerror: null,
    terminate: () => undefined,
  };
  const room = new LabRoom({
    tell: (message) => {
      const sent = structuredClone(message);
      setTimeout(() => port.onmessage?.({ data: sent }), 0);
    },
    now,
    soon: (turn) => setTimeout(turn, 0),
    after: (turn, ms) => {
      const timer = setTimeout(turn, ms);
      return () => clearTimeout(timer);
    },
  });
  const until = (isSo: () => boolean) =>
    vi.waitFor(
      () => {
        if (!isSo()) throw new Error('not yet');
      },
      { timeout: 8000, interval: 5 },
    );
  return { port, until };
}
