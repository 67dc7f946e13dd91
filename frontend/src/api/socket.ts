/**
 * The one connection to the server: commands with acknowledgements, events of the open sessions in
 * order, and a way back after every cut. Owns reconnecting, so that the page can say when the next try
 * is; must not know what an event means.
 */
import { type ApiError, fromRefusal, networkError } from './errors';
import { SERVER_EVENT_NAMES, type ServerMessage } from './events';
import type { ClientEvents, Generated, Inspection, Join, Refusal } from './generated';
import { type Io, lazyIo } from './lazyIo';
import { createSequence, type Sequence } from './sequence';

export type Connection =
  | { state: 'connecting' }
  | { state: 'online' }
  /** `nextTryAt` is in ms of Date.now(); null while a try is under way. */
  | { state: 'offline'; nextTryAt: number | null };

/** What answers to commands bring beyond `ok`. */
export interface Acks {
  start_training: { queued: boolean };
  inspect: Inspection;
  generate: Generated;
}
type AckOf<K extends keyof ClientEvents> = K extends keyof Acks ? Acks[K] : object;

/** How attention comes: one event a head at checkpoints, or all heads at once up to 20 times a second. */
export type AttentionMode = NonNullable<Join['attention']>;

export interface SocketClient {
  /** Connects, and from then on again after every cut. Until then nothing is asked of any server. */
  open(): void;
  /** Sends a command; resolves with the acknowledgement, rejects with an ApiError. */
  emit<K extends keyof ClientEvents>(name: K, payload: ClientEvents[K]): Promise<AckOf<K>>;
  /** Says something that needs no answer; dropped while there is no connection. */
  tell<K extends keyof ClientEvents>(name: K, payload: ClientEvents[K]): void;
  /** How the attention of every session is wanted from now on; followed ones are joined again. */
  wantAttention(mode: AttentionMode): void;
  /** Follows a session from now on, without waiting for the server (it joins by itself on start). */
  follow(sessionId: string): void;
  /** Follows a session and asks for its whole story, or for what is missing of it. */
  join(sessionId: string): Promise<void>;
  /** Stops following. */
  leave(sessionId: string): void;
  onMessage(listener: (message: ServerMessage) => void): () => void;
  /** Hears of sessions that the server no longer knows. */
  onGone(listener: (sessionId: string, error: ApiError) => void): () => void;
  connection(): Connection;
  onConnection(listener: (connection: Connection) => void): () => void;
  /** Tries at once instead of waiting. */
  reconnect(): void;
  /** Makes sure that the connection still carries; one that does not is cut, which starts the way back. */
  check(): Promise<void>;
  close(): void;
}

const ACK_TIMEOUT_MS = 8000;
const RETRY_MS = [500, 1000, 2000, 3000, 5000];

type Ack = ({ ok: true } & Record<string, unknown>) | Refusal;

/** Ours, so that a failed `join` can be told apart from everything else. */
const isGone = (error: unknown): error is ApiError =>
  (error as ApiError).errorType === 'session_not_found';

const listeners = <A extends unknown[]>() => {
  const all = new Set<(...args: A) => void>();
  return {
    tell: (...args: A) => {
      for (const listener of all) listener(...args);
    },
    add: (listener: (...args: A) => void) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
  };
};

/** `answers` tells whether the server can be reached at all. */
export function createSocket(answers: () => Promise<boolean>, socket: Io = lazyIo()): SocketClient {
  const sessions = new Map<string, Sequence>();
  const messages = listeners<[ServerMessage]>();
  const gone = listeners<[string, ApiError]>();
  const connections = listeners<[Connection]>();
  let connection: Connection = { state: 'connecting' };
  let attention: AttentionMode = 'snapshots';
  let tries = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let checking = false;

  const become = (next: Connection) => {
    connection = next;
    connections.tell(next);
  };
  const connect = () => {
    clearTimeout(retry);
    if (connection.state === 'offline') become({ state: 'offline', nextTryAt: null });
    socket.connect();
  };
  const retryLater = () => {
    if (closed) return;
    const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 5000;
    tries += 1;
    clearTimeout(retry);
    retry = setTimeout(connect, wait);
    become({ state: 'offline', nextTryAt: Date.now() + wait });
  };

  const emit = async (name: string, payload: object): Promise<Record<string, unknown>> => {
    // A command that waits for a connection would be carried out when nobody expects it any more.
    if (connection.state === 'offline') {
      throw networkError('The connection to the server is lost. It is being restored.');
    }
    const ack = (await socket
      .timeout(ACK_TIMEOUT_MS)
      .emitWithAck(name, payload)
      .catch(() => {
        throw networkError(`The server did not answer within ${ACK_TIMEOUT_MS / 1000} seconds.`);
      })) as Ack;
    if (ack.ok !== true) throw fromRefusal(ack as Refusal);
    return ack;
  };

  const ask = async (sessionId: string, since: number | null) => {
    try {
      let wanted: AttentionMode;
      let from = since;
      do {
        wanted = attention;
        await emit('join', {
          session_id: sessionId,
          ...(from !== null && { since: from }),
          ...(wanted === 'frames' && { attention: wanted }),
        });
        from = sessions.get(sessionId)?.last ?? from;
      } while (wanted !== attention && sessions.has(sessionId));
    } catch (error) {
      if (!isGone(error)) throw error;
      sessions.delete(sessionId);
      gone.tell(sessionId, error);
    }
  };
  const sequenceOf = (sessionId: string): Sequence => {
    const known = sessions.get(sessionId);
    if (known) return known;
    const sequence = createSequence({
      deliver: messages.tell,
      ask: (since) => ask(sessionId, since),
      holesExpected: () => attention === 'frames',
    });
    sessions.set(sessionId, sequence);
    return sequence;
  };

  const carries = async (): Promise<boolean> => {
    if (!(await answers())) return false;
    const asked = [...sessions.values()].map((sequence) => sequence.resume());
    return Promise.all(asked).then(
      () => true,
      () => false,
    );
  };
  const check = async () => {
    if (connection.state !== 'online' || checking) return;
    checking = true;
    // Its end may never reach this side by itself: a network that is gone takes minutes to be missed.
    if (!(await carries()) && connection.state === 'online') socket.disconnect();
    checking = false;
  };

  for (const name of SERVER_EVENT_NAMES) {
    socket.on(name, (payload: { session_id?: string | null }) => {
      const message = { name, payload } as ServerMessage;
      if (payload.session_id) sessions.get(payload.session_id)?.receive(message);
      else messages.tell(message);
    });
  }
  const resumeAll = () => {
    for (const sequence of sessions.values()) {
      // Cut again before the answer: the next connection asks anew.
      sequence.resume().catch(() => undefined);
    }
  };
  socket.on('connect', () => {
    tries = 0;
    become({ state: 'online' });
    resumeAll();
  });
  socket.on('connect_error', retryLater);
  socket.on('disconnect', retryLater);
  const online = () => connection.state === 'offline' && connect();
  window.addEventListener('online', online);
  window.addEventListener('offline', check);

  return {
    open() {
      if (connection.state === 'connecting') connect();
    },
    emit: (name, payload) => emit(name, payload) as Promise<AckOf<typeof name>>,
    tell(name, payload) {
      if (connection.state === 'online') socket.emit(name, payload);
    },
    wantAttention(mode) {
      if (mode === attention) return;
      attention = mode;
      if (connection.state === 'online') resumeAll();
    },
    follow(sessionId) {
      const isNew = !sessions.has(sessionId);
      const sequence = sequenceOf(sessionId);
      // A start joins by itself, but only for snapshots.
      if (isNew && attention === 'frames') sequence.resume().catch(() => undefined);
    },
    join: (sessionId) => sequenceOf(sessionId).resume(),
    leave(sessionId) {
      if (!sessions.delete(sessionId) || connection.state !== 'online') return;
      // Not in the room is what was wanted, however it came about.
      emit('leave', { session_id: sessionId }).catch(() => undefined);
    },
    onMessage: messages.add,
    onGone: gone.add,
    connection: () => connection,
    onConnection: connections.add,
    reconnect: connect,
    check,
    close() {
      closed = true;
      clearTimeout(retry);
      window.removeEventListener('online', online);
      window.removeEventListener('offline', check);
      socket.close();
    },
  };
}
