import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AttentionFrame } from '@/api/generated';
import type { SocketClient } from '@/api/socket';
import { state } from '@/test/fakes';
import { createMachines, type Machines } from './machines';

/** A storage of its own. */
function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  } as unknown as Storage;
}

const frame = (step: number): AttentionFrame => ({
  ...{ session_id: 'r', timestamp: 0, seq: step, step, n_layer: 1, n_head: 1, size: 1 },
  tokens: ['a'],
  weights: new Uint8Array([255]).buffer,
});

describe('frames', () => {
  let machines: Machines;
  let told: unknown[];
  let hidden: boolean;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] });
    told = [];
    hidden = false;
    vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
    const socket: Partial<SocketClient> = {
      tell: (name, payload) => told.push([name, payload]),
      onConnection: () => () => {},
    };
    machines = createMachines(socket as SocketClient, memory());
  });
  afterEach(() => {
    machines.close();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('are acknowledged as they are handed over, without waiting for one more animation frame', () => {
    machines.of('r').frame(frame(3));
    machines.of('r').frame(frame(4));
    expect(told).toEqual([
      ['frame_ack', { session_id: 'r', step: 3 }],
      ['frame_ack', { session_id: 'r', step: 4 }],
    ]);
  });

  it('wait for the page to be seen again while it is hidden', () => {
    hidden = true;
    machines.of('r').frame(frame(3));
    machines.of('r').frame(frame(4));
    expect(told).toEqual([]);
    hidden = false;
    vi.advanceTimersToNextFrame();
    expect(told).toEqual([['frame_ack', { session_id: 'r', step: 4 }]]);
  });
});

describe('the step in sight', () => {
  const socket: Partial<SocketClient> = {
    tell: () => {},
    onConnection: () => () => {},
    emit: () => new Promise(() => {}),
  };
  const opened = (storage: Storage, id = 'r') => {
    const machines = createMachines(socket as SocketClient, storage);
    const machine = machines.of(id);
    machine.restore(state(id, { snapshot_steps: [0, 4, 8], current_iter: 8 }));
    return { machine, shown: () => machine.store.getState().step, machines };
  };

  it('is kept over a reload for its own session, and forgotten when it is live again', () => {
    const storage = memory();
    const first = opened(storage);
    first.machine.look(6, true);
    expect(opened(storage).shown()).toBe('live');
    first.machine.look(5);
    first.machines.close();
    expect(opened(storage, 'another').shown()).toBe('live');
    const second = opened(storage);
    expect(second.shown()).toBe(4);
    second.machine.look('live');
    expect(opened(storage).shown()).toBe('live');
  });
});
