// @vitest-environment node
import { expect, it, vi } from 'vitest';
import { type Io, lazyIo } from './lazyIo';

function fakeIo() {
  const emitWithAck = vi.fn(async (_name: string, _payload: object) => ({ ok: true }));
  const io = {
    on: vi.fn(),
    connect: vi.fn(),
    close: vi.fn(),
    emit: vi.fn(),
    timeout: vi.fn(() => ({ emitWithAck })),
  };
  return { io: io as unknown as Io, emitWithAck, connect: io.connect };
}

it('keeps what is said before the client came, and says it after', async () => {
  const { io, emitWithAck, connect } = fakeIo();
  const lazy = lazyIo(async () => io);
  lazy.connect();
  const answer = lazy.timeout(100).emitWithAck('leave', { session_id: 'a' });
  expect(emitWithAck).not.toHaveBeenCalled();
  await expect(answer).resolves.toEqual({ ok: true });
  expect(emitWithAck).toHaveBeenCalledWith('leave', { session_id: 'a' });
  expect(connect).toHaveBeenCalledOnce();
});

it('refuses what waits when the client does not come, and when all is closed', async () => {
  const failing = lazyIo(() => Promise.reject(new Error('gone')));
  const failed = vi.fn();
  failing.on('connect_error', failed);
  const said = failing.timeout(100).emitWithAck('join', {});
  failing.connect();
  await expect(said).rejects.toThrow('no client');
  expect(failed).toHaveBeenCalledOnce();

  const closing = lazyIo(() => new Promise<Io>(() => undefined));
  closing.connect();
  const late = closing.timeout(100).emitWithAck('join', {});
  closing.close();
  await expect(late).rejects.toThrow('no client');
});
