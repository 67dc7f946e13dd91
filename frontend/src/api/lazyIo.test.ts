// @vitest-environment node
import { expect, it, vi } from 'vitest';
import { type Fetched, lazyIo } from './lazyIo';

function fakeIo() {
  const emitWithAck = vi.fn(async (_name: string, _payload: object) => ({ ok: true }));
  let handlers: [string, () => void][] = [];
  const io = {
    on: (name: string, handler: () => void) => handlers.push([name, handler]),
    off: () => {
      handlers = [];
    },
    connect: vi.fn(),
    close: vi.fn(),
    emit: vi.fn(),
    timeout: vi.fn(() => ({ emitWithAck })),
  };
  const fire = (event: string) => {
    for (const [name, handler] of [...handlers]) if (name === event) handler();
  };
  return { io: io as unknown as Fetched, emitWithAck, connect: io.connect, close: io.close, fire };
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

  const closing = lazyIo(() => new Promise<Fetched>(() => undefined));
  closing.connect();
  const late = closing.timeout(100).emitWithAck('join', {});
  closing.close();
  await expect(late).rejects.toThrow('no client');
});

it('closes at once, but for a connection in the making, which it closes when it is made', async () => {
  const { io, connect, close, fire } = fakeIo();
  const lazy = lazyIo(async () => io);
  const connected = vi.fn();
  lazy.on('connect', connected);
  lazy.connect();
  await vi.waitFor(() => expect(connect).toHaveBeenCalledOnce());
  lazy.close();
  expect(close).not.toHaveBeenCalled();
  fire('connect');
  expect(close).toHaveBeenCalledOnce();
  expect(connected, 'nobody hears of it any more').not.toHaveBeenCalled();

  for (const end of ['connect', 'connect_error']) {
    const other = fakeIo();
    const again = lazyIo(async () => other.io);
    again.connect();
    await vi.waitFor(() => expect(other.connect).toHaveBeenCalledOnce());
    other.fire(end);
    again.close();
    expect(other.close, end).toHaveBeenCalledOnce();
  }
});
