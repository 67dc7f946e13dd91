/**
 * Whether there is still a server behind the page: notices silence where there should be news, and tells a cut
 * from an end. Sends no command and shows nothing; the banner reads what it finds.
 */
import type { RestClient } from '@/api/rest';
import type { SocketClient } from '@/api/socket';
import type { SessionsStore } from './sessions';
import type { UiStore } from './ui';

/** A running training says something several times a second; this long a silence is worth a question. */
const SILENCE_MS = 3000;
const TICK_MS = 1000;
/** Failed tries to connect before the server itself is doubted. */
const DOUBTS_AFTER = 3;

export interface LivenessParts {
  rest: RestClient;
  socket: SocketClient;
  sessions: SessionsStore;
  ui: UiStore;
  /** The connection is back. `anew`: the server had ended meanwhile, so another one answers now. */
  onBack: (anew: boolean) => void;
}

/** Watches until the returned function is called. */
export function watchLiveness({ rest, socket, sessions, ui, onBack }: LivenessParts): () => void {
  let heardAt = performance.now();
  let failedTries = 0;
  const hear = () => {
    heardAt = performance.now();
  };
  const someRuns = () => {
    const { runs, current } = sessions.getState();
    return current !== null && runs[current]?.status.status === 'running';
  };
  const doubt = async () => {
    const answers = await rest.health().then(
      () => true,
      () => false,
    );
    // Without any network nobody can know; the browser says so itself.
    if (answers || !navigator.onLine || socket.connection().state !== 'offline') return;
    ui.setState({ serverEnded: true });
  };

  const unsubscribes = [
    socket.onMessage(hear),
    socket.onConnection((connection) => {
      hear();
      if (connection.state === 'online') {
        const anew = ui.getState().serverEnded;
        const wasCut = failedTries > 0;
        failedTries = 0;
        ui.setState({ serverEnded: false });
        if (wasCut) onBack(anew);
      } else if (connection.state === 'offline' && connection.nextTryAt !== null) {
        failedTries += 1;
        if (failedTries >= DOUBTS_AFTER && !ui.getState().serverEnded) void doubt();
      }
    }),
  ];
  const timer = setInterval(() => {
    if (socket.connection().state !== 'online' || !someRuns()) return hear();
    if (performance.now() - heardAt < SILENCE_MS) return;
    hear();
    void socket.check();
  }, TICK_MS);
  return () => {
    clearInterval(timer);
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
}
