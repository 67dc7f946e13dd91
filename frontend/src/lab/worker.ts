/** The lab's Web Worker: a room with a clock and a way to the page. Holds nothing itself. */
import type { FromWorker, ToWorker } from './protocol';
import { LabRoom } from './room';

/** As much of a worker's global as this one uses; the page's own types know windows alone. */
interface WorkerScope {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}
const scope = globalThis as unknown as WorkerScope;

/** Comes after the messages that wait already; a timer would add 4 ms of rest. */
const channel = new MessageChannel();
const turns: (() => void)[] = [];
channel.port1.onmessage = () => turns.shift()?.();

const room = new LabRoom({
  tell: (message) => scope.postMessage(message),
  now: () => performance.now(),
  soon: (turn) => {
    turns.push(turn);
    channel.port2.postMessage(null);
  },
  after: (turn, ms) => {
    const timer = setTimeout(turn, ms);
    return () => clearTimeout(timer);
  },
});
scope.onmessage = ({ data }) => room.receive(data);
