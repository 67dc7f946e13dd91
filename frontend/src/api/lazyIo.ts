/** A Socket.IO client, fetched when it is to connect: who needs no server loads nothing of it. Holds no connection itself. */
import type { Socket } from 'socket.io-client';

/** As much of a Socket.IO client as we use. */
export type Io = Pick<Socket, 'connect' | 'disconnect' | 'close' | 'emit'> & {
  on(name: string, handler: (payload: never) => void): unknown;
  timeout(ms: number): { emitWithAck(name: string, payload: object): Promise<unknown> };
};

/** What is fetched. */
export type Fetched = Io & Pick<Socket, 'off'>;

/** A server on this machine or in this room answers far sooner; a try that hangs is no try. */
const CONNECT_TIMEOUT_MS = 5000;

const fetchIo = async (): Promise<Fetched> => {
  const { io } = await import('socket.io-client');
  return io({
    transports: ['websocket', 'polling'],
    reconnection: false,
    autoConnect: false,
    timeout: CONNECT_TIMEOUT_MS,
  }) as unknown as Fetched;
};

export function lazyIo(load: () => Promise<Fetched> = fetchIo): Io {
  const handlers: [name: string, handler: (payload: never) => void][] = [];
  let real: Fetched | null = null;
  let isClosed = false;
  let isTrying = false;
  // What was said before the client came, which keeps what is said before it is connected.
  let waiting: ((client: Io | null) => void)[] = [];
  const settle = (client: Io | null) => {
    for (const go of waiting) go(client);
    waiting = [];
  };
  const tryOnce = (client: Fetched) => {
    isTrying = true;
    client.connect();
  };
  const connect = async () => {
    try {
      const fetched = await load();
      if (isClosed) return;
      for (const name of ['connect', 'connect_error']) {
        fetched.on(name, () => {
          isTrying = false;
        });
      }
      for (const [name, handler] of handlers) fetched.on(name, handler);
      real = fetched;
      tryOnce(fetched);
      settle(fetched);
    } catch {
      settle(null);
      // As any other try that failed; the next one fetches again.
      for (const [name, handler] of handlers)
        if (name === 'connect_error') handler(undefined as never);
    }
  };
  const io: Io = {
    on(name, handler) {
      handlers.push([name, handler]);
      real?.on(name, handler);
      return io;
    },
    connect() {
      if (real) tryOnce(real);
      else void connect();
      return io as unknown as Socket;
    },
    disconnect: () => (real?.disconnect() ?? io) as unknown as Socket,
    close() {
      isClosed = true;
      settle(null);
      // Browsers warn of a connection that is closed before it is made: this one is when it has been.
      if (real && isTrying) {
        const client = real;
        client.off();
        client.on('connect', () => client.close());
      } else real?.close();
      return io as unknown as Socket;
    },
    emit: (...message) => (real?.emit(...message) ?? io) as unknown as Socket,
    timeout: (ms) => {
      if (real) return real.timeout(ms);
      return {
        emitWithAck: async (name, payload) => {
          const client = await new Promise<Io | null>((go) => waiting.push(go));
          if (!client) throw new Error('There is no client for the connection.');
          return client.timeout(ms).emitWithAck(name, payload);
        },
      };
    },
  };
  return io;
}
