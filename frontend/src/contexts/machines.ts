/** The time machines of the sessions that are open on this page, by session, and their way to the server. */
import type { SocketClient } from '@/api/socket';
import { TimeMachine } from './timeMachine';

export interface Machines {
  /** The machine of a session, made when first asked for. */
  of(sessionId: string): TimeMachine;
  forget(sessionId: string): void;
  close(): void;
}

export function createMachines(socket: SocketClient): Machines {
  const machines = new Map<string, TimeMachine>();
  const make = (session_id: string) => {
    let frame: number | null = null;
    return new TimeMachine({
      ask: (text, step) => socket.emit('inspect', { session_id, text, step }),
      // What was handed over is drawn in the next animation frame; one that never comes (a hidden page)
      // leaves the server waiting, as it should.
      onDrawn: (step) => {
        if (frame !== null) cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => {
          frame = null;
          socket.tell('frame_ack', { session_id, step });
        });
      },
    });
  };
  const unsubscribe = socket.onConnection(({ state }) => {
    if (state !== 'online') return;
    for (const machine of machines.values()) machine.retry();
  });
  const forget = (sessionId: string) => {
    machines.get(sessionId)?.close();
    machines.delete(sessionId);
  };
  return {
    of(sessionId) {
      const known = machines.get(sessionId) ?? make(sessionId);
      machines.set(sessionId, known);
      return known;
    },
    forget,
    close() {
      unsubscribe();
      for (const id of [...machines.keys()]) forget(id);
    },
  };
}
