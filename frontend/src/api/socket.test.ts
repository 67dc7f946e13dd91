import type { Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from './errors';
import { type Connection, createSocket } from './socket';

type Ack = Record<string, unknown>;

/** As much of a socket.io client as we use. */
class FakeIo {
  handlers = new Map<string, (payload?: unknown) => void>();
  sent: [string, Record<string, unknown>][] = [];
  acks: Record<string, (payload: Record<string, unknown>) => Ack> = {};
  connects = 0;
  told: [string, unknown][] = [];
  emit(name: string, payload: unknown) {
    this.told.push([name, payload]);
  }
  on(name: string, handler: (payload?: unknown) => void) {
    this.handlers.set(name, handler);
    return this;
  }
  connect() {
    this.connects += 1;
    return this;
  }
  close() {}
  disconnect() {
    this.fire('disconnect');
    return this;
  }
  timeout() {
    return {
      emitWithAck: async (name: string, payload: Record<string, unknown>) => {
        this.sent.push([name, payload]);
        return (this.acks[name] ?? (() => ({ ok: true })))(payload);
      },
    };
  }
  fire(name: string, payload?: unknown) {
    this.handlers.get(name)?.(payload);
  }
}

const setUp = (answers = async () => true) => {
  const io = new FakeIo();
  const client = createSocket(answers, io as unknown as Socket);
  client.open();
  const connections: Connection['state'][] = [];
  client.onConnection(({ state }) => connections.push(state));
  return { io, client, connections };
};
const tick = () => vi.advanceTimersByTimeAsync(0);
const joins = (io: FakeIo) => io.sent.filter(([name]) => name === 'join').map(([, body]) => body);

describe('createSocket', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('joins every open session again after a cut, each from its last event', async () => {
    const { io, client, connections } = setUp();
    io.fire('connect');
    client.follow('a');
    client.follow('b');
    io.fire('training_started', { session_id: 'a', seq: 1, timestamp: 0 });
    io.fire('training_paused', { session_id: 'a', seq: 2, timestamp: 0, current_step: 3 });
    io.fire('disconnect');
    await vi.advanceTimersByTimeAsync(500);
    expect(io.connects).toBe(2);
    io.fire('connect');
    await tick();
    expect(joins(io)).toEqual([{ session_id: 'a', since: 2 }, { session_id: 'b' }]);
    expect(connections).toEqual(['online', 'offline', 'offline', 'online']);
  });

  it('cuts a connection that carries nothing, and leaves a good one alone', async () => {
    const reachable = vi.fn(async () => true);
    const { io, client } = setUp(reachable);
    io.fire('connect');
    client.follow('a');
    await client.check();
    expect(client.connection().state).toBe('online');
    expect(joins(io)).toHaveLength(1);
    reachable.mockResolvedValueOnce(false);
    window.dispatchEvent(new Event('offline'));
    await tick();
    expect(client.connection().state).toBe('offline');
    client.close();
  });

  it('does not rejoin what was left', async () => {
    const { io, client } = setUp();
    io.fire('connect');
    client.follow('a');
    client.leave('a');
    io.fire('disconnect');
    io.fire('connect');
    await tick();
    expect(joins(io)).toEqual([]);
    expect(io.sent[0]?.[0]).toBe('leave');
  });

  it('waits longer after each failed try, says when the next one is, and tries at once when told', async () => {
    const { io, client } = setUp();
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      io.fire('connect_error');
      const connection = client.connection();
      if (connection.state !== 'offline' || connection.nextTryAt === null) throw new Error();
      waits.push(connection.nextTryAt - Date.now());
      await vi.advanceTimersByTimeAsync(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([500, 1000, 2000, 3000, 5000, 5000]);
    const before = io.connects;
    io.fire('connect_error');
    client.reconnect();
    expect(io.connects).toBe(before + 1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(io.connects).toBe(before + 1);
  });

  it('turns a refusal into an ApiError with its numbers', async () => {
    const { io, client } = setUp();
    io.fire('connect');
    io.acks.pause_training = () => ({
      ok: false,
      ...{ error_type: 'invalid_state', message: 'It does not run.', value: 'idle' },
    });
    const failed = client.emit('pause_training', { session_id: 'a' });
    await expect(failed).rejects.toMatchObject({ errorType: 'invalid_state', value: 'idle' });
  });

  it('refuses commands while the connection is lost instead of sending them later', async () => {
    const { io, client } = setUp();
    io.fire('disconnect');
    const failed = client.emit('stop_training', { session_id: 'a' });
    await expect(failed).rejects.toMatchObject({ errorType: 'network_error' });
    expect(io.sent).toEqual([]);
  });

  it('tells that a session is gone when the server does not know it any more', async () => {
    const { io, client } = setUp();
    const gone = vi.fn();
    client.onGone(gone);
    io.acks.join = () => ({ ok: false, error_type: 'session_not_found', message: 'No such.' });
    io.fire('connect');
    await client.join('a');
    expect(gone.mock.calls[0]?.[0]).toBe('a');
    expect(gone.mock.calls[0]?.[1]).toBeInstanceOf(ApiError);
    io.fire('disconnect');
    io.fire('connect');
    await tick();
    expect(joins(io)).toHaveLength(1);
  });

  it('hears only sessions that are open', () => {
    const { io, client } = setUp();
    const heard = vi.fn();
    client.onMessage(heard);
    io.fire('training_started', { session_id: 'other', seq: 1, timestamp: 0 });
    expect(heard).not.toHaveBeenCalled();
    client.follow('a');
    io.fire('training_started', { session_id: 'a', seq: 1, timestamp: 0 });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('joins again when attention is wanted another way, and once more when that changes meanwhile', async () => {
    const { io, client } = setUp();
    io.fire('connect');
    client.follow('a');
    io.fire('training_started', { session_id: 'a', seq: 1, timestamp: 0 });
    client.wantAttention('frames');
    client.wantAttention('snapshots');
    await tick();
    client.wantAttention('snapshots');
    await tick();
    expect(joins(io)).toEqual([
      { session_id: 'a', since: 1, attention: 'frames' },
      { session_id: 'a', since: 1 },
    ]);
  });

  it('joins a new session at once where its start alone would bring no frames', async () => {
    const { io, client } = setUp();
    io.fire('connect');
    client.wantAttention('frames');
    client.follow('a');
    client.follow('a');
    await tick();
    expect(joins(io)).toEqual([{ session_id: 'a', attention: 'frames' }]);
  });

  it('tells without waiting for an answer, and not into the void', () => {
    const { io, client } = setUp();
    client.tell('frame_ack', { session_id: 'a', step: 1 });
    io.fire('connect');
    client.tell('frame_ack', { session_id: 'a', step: 2 });
    expect(io.told).toEqual([['frame_ack', { session_id: 'a', step: 2 }]]);
  });
});
