/** The time machines of the sessions that are open on this page, by session, and their way to the server. */
import type { SocketClient } from '@/api/socket';
import { rememberedStep, rememberStep } from './rememberedStep';
import { TimeMachine } from './timeMachine';

export interface Machines {
  /** The machine of a session, made when first asked for. */
  of(sessionId: string): TimeMachine;
  forget(sessionId: string): void;
  close(): void;
}

/** `storage` remembers for this browser tab which step was looked at. */
export function createMachines(socket: SocketClient, storage: Storage): Machines {
  const machines = new Map<string, TimeMachine>();
  const make = (session_id: string) => {
    const acknowledge = (step: number) => socket.tell('frame_ack', { session_id, step });
    let frame: number | null = null;
    const machine = new TimeMachine({
      resume: rememberedStep(storage, session_id),
      ask: (text, step) => socket.emit('inspect', { session_id, text, step }),
      // The drain hands over in an animation frame, so a page that draws slowly already answers slowly; to wait for
      // one more would halve what it can take. A hidden page draws nothing and leaves the server waiting.
      onDrawn: (step) => {
        if (frame !== null) cancelAnimationFrame(frame);
        frame = null;
        if (!document.hidden) acknowledge(step);
        else {
          frame = requestAnimationFrame(() => {
            frame = null;
            acknowledge(step);
          });
        }
      },
    });
    machine.store.subscribe(({ step, place, playing }, before) => {
      const rests = place === null && !playing;
      if (rests && (step !== before.step || before.place !== null || before.playing)) {
        rememberStep(storage, session_id, step);
      }
    });
    return machine;
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
