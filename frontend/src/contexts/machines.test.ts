import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AttentionFrame } from '@/api/generated';
import type { SocketClient } from '@/api/socket';
import { createMachines, type Machines } from './machines';

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
    machines = createMachines(socket as SocketClient);
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
