/** The server's events as one tagged union, and one typed way to take them apart. */
import type { ServerEvents } from './generated';

export type ServerEventName = keyof ServerEvents;
export type ServerMessage = {
  [K in ServerEventName]: { name: K; payload: ServerEvents[K] };
}[ServerEventName];
export type ServerHandlers = { [K in ServerEventName]: (payload: ServerEvents[K]) => void };

/** Every event of the contract; a missing or unknown name does not compile. */
const EVENT_NAMES: Record<ServerEventName, true> = {
  joined_room: true,
  session_state: true,
  training_queued: true,
  training_started: true,
  engine_chosen: true,
  training_progress: true,
  training_metrics: true,
  generated_sample: true,
  attention_snapshot: true,
  attention_frame: true,
  heads_measured: true,
  training_paused: true,
  training_resumed: true,
  speed_changed: true,
  training_stopped: true,
  training_completed: true,
  style_metrics: true,
  session_removed: true,
  error: true,
};
export const SERVER_EVENT_NAMES = Object.keys(EVENT_NAMES) as ServerEventName[];

/**
 * Hands a message to its handler. The table names every event of the contract, so one that is added
 * there does not compile until somebody says what it means.
 */
export function dispatch<K extends ServerEventName>(
  message: { name: K; payload: ServerEvents[K] },
  on: ServerHandlers,
): void {
  on[message.name](message.payload);
}
