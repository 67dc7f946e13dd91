import { describe, expect, it, vi } from 'vitest';
import { type Fetched, lazyIo } from './lazyIo';
import { lazyRest } from './lazyRest';
import type { RestClient } from './rest';

describe('lazyRest', () => {
  it('fetches the client with the first call, once, and passes everything on', async () => {
    const deleteSession = vi.fn(async (session_id: string) => ({ message: 'gone', session_id }));
    const load = vi.fn(async () => ({ deleteSession }) as unknown as RestClient);
    const rest = lazyRest(load);
    expect(load).not.toHaveBeenCalled();
    expect(await rest.deleteSession('a')).toEqual({ message: 'gone', session_id: 'a' });
    await rest.deleteSession('b');
    expect(load).toHaveBeenCalledOnce();
  });

  it('tries again after it could not be fetched', async () => {
    const health = vi.fn(async () => 'well');
    const load = vi
      .fn<() => Promise<RestClient>>()
      .mockRejectedValueOnce(new TypeError('not here'))
      .mockResolvedValue({ health } as unknown as RestClient);
    const rest = lazyRest(load);
    await expect(rest.health()).rejects.toMatchObject({ errorType: 'network_error' });
    expect(await rest.health()).toBe('well');
  });
});

describe('lazyIo', () => {
  const fake = () => {
    const io = {
      ...{ on: vi.fn(), connect: vi.fn(), disconnect: vi.fn(), close: vi.fn(), emit: vi.fn() },
      timeout: vi.fn(() => ({ emitWithAck: async () => ({ ok: true }) })),
    };
    return { io, load: vi.fn(async () => io as unknown as Fetched) };
  };

  it('fetches nothing before it is to connect, and then hears what it was to hear', async () => {
    const { io, load } = fake();
    const lazy = lazyIo(load);
    const hear = () => undefined;
    lazy.on('training_started', hear);
    lazy.disconnect();
    expect(load).not.toHaveBeenCalled();
    lazy.connect();
    await vi.waitFor(() => expect(io.connect).toHaveBeenCalledOnce());
    expect(io.on).toHaveBeenCalledWith('training_started', hear);
    lazy.connect();
    expect(io.connect).toHaveBeenCalledTimes(2);
    expect(load).toHaveBeenCalledOnce();
    expect(await lazy.timeout(5).emitWithAck('join', {})).toEqual({ ok: true });
  });

  it('is a failed try when it cannot be fetched, and nothing once it is closed', async () => {
    const { io, load } = fake();
    load.mockRejectedValueOnce(new TypeError('not here'));
    const lazy = lazyIo(load);
    const failed = vi.fn();
    lazy.on('connect_error', failed);
    lazy.connect();
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
    lazy.connect();
    lazy.close();
    await load.mock.results[1]?.value;
    await Promise.resolve();
    expect(io.connect).not.toHaveBeenCalled();
  });
});
