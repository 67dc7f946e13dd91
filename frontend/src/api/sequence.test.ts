import { describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from './events';
import { createSequence } from './sequence';

const at = { session_id: 's', timestamp: 0 };
const metrics = (seq: number): ServerMessage => ({
  name: 'training_metrics',
  payload: { ...at, seq, step: seq, train_loss: 1, val_loss: 1 },
});
const progress = (seq: number, steps: number[]): ServerMessage => ({
  name: 'training_progress',
  payload: {
    ...at,
    ...{ seq, steps, step: steps.at(-1) ?? 0, train_losses: steps.map(() => 1) },
    ...{ iters_per_sec: 20, learning_rate: 0.1, grad_norm: 1 },
  },
});
const started = (seq: number): ServerMessage => ({
  name: 'training_started',
  payload: { ...at, seq },
});

function setUp() {
  const delivered: (number | null | undefined)[] = [];
  let answer = () => {};
  const ask = vi.fn(
    (_since: number | null) =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  );
  const sequence = createSequence({
    deliver: ({ payload }) => delivered.push('seq' in payload ? payload.seq : null),
    ask,
  });
  const settle = async () => {
    answer();
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { sequence, delivered, ask, settle };
}

describe('createSequence', () => {
  it('passes events on in order and drops doubles', () => {
    const { sequence, delivered, ask } = setUp();
    for (const message of [started(1), metrics(2), metrics(2), started(1), metrics(3)]) {
      sequence.receive(message);
    }
    expect(delivered).toEqual([1, 2, 3]);
    expect(ask).not.toHaveBeenCalled();
  });

  it('holds what comes after a hole back until the missing events have arrived', async () => {
    const { sequence, delivered, ask, settle } = setUp();
    sequence.receive(started(1));
    sequence.receive(metrics(4));
    sequence.receive(metrics(5));
    expect(delivered).toEqual([1]);
    expect(ask.mock.calls).toEqual([[1]]);
    for (const seq of [2, 3, 4, 5]) sequence.receive(metrics(seq));
    await settle();
    expect(delivered).toEqual([1, 2, 3, 4, 5]);
    expect(sequence.last).toBe(5);
  });

  it('goes on without what nobody keeps any more', async () => {
    const { sequence, delivered, settle } = setUp();
    sequence.receive(started(1));
    sequence.receive(metrics(5));
    await settle();
    sequence.receive(metrics(6));
    expect(delivered).toEqual([1, 5, 6]);
  });

  it('ignores a hole before progress that leaves out no loss, and asks when one is missing', () => {
    const { sequence, delivered, ask } = setUp();
    sequence.receive(started(1));
    sequence.receive(progress(2, [1, 2]));
    sequence.receive(progress(6, [3, 4, 5]));
    expect(delivered).toEqual([1, 2, 6]);
    expect(ask).not.toHaveBeenCalled();
    sequence.receive(progress(9, [8, 9]));
    expect(delivered).toEqual([1, 2, 6]);
    expect(ask.mock.calls).toEqual([[6]]);
  });

  it('lets nothing overtake an answer that is on its way', async () => {
    const { sequence, delivered, settle } = setUp();
    sequence.receive(started(1));
    sequence.receive(progress(2, [1, 2]));
    sequence.receive(metrics(4));
    sequence.receive(progress(6, [3]));
    for (const message of [metrics(3), metrics(4), metrics(5), progress(6, [3])]) {
      sequence.receive(message);
    }
    await settle();
    expect(delivered).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('takes a whole state as the new beginning', async () => {
    const { sequence, delivered, ask, settle } = setUp();
    const resumed = sequence.resume();
    expect(ask.mock.calls).toEqual([[null]]);
    sequence.receive({
      name: 'session_state',
      payload: { seq: 40, current_iter: 100 },
    } as ServerMessage);
    sequence.receive(metrics(39));
    sequence.receive(metrics(41));
    await settle();
    await resumed;
    expect(delivered).toEqual([40, 41]);
  });

  it('hands frames over at once, and lets their numbers change nothing', () => {
    const { sequence, delivered, ask } = setUp();
    const frame = (seq: number) =>
      ({ name: 'attention_frame', payload: { ...at, seq } }) as ServerMessage;
    sequence.receive(started(1));
    // It overtook what the server held back for a slow client.
    sequence.receive(frame(5));
    for (const seq of [2, 3, 4]) sequence.receive(metrics(seq));
    expect(delivered).toEqual([1, 5, 2, 3, 4]);
    expect(ask).not.toHaveBeenCalled();
  });

  it('asks for nothing where frames that were skipped leave holes', () => {
    const delivered: unknown[] = [];
    const ask = vi.fn(async () => undefined);
    const sequence = createSequence({
      deliver: ({ payload }) => delivered.push('seq' in payload ? payload.seq : null),
      ask,
      holesExpected: () => true,
    });
    for (const message of [started(1), metrics(4), metrics(9), metrics(4)]) {
      sequence.receive(message);
    }
    expect(delivered).toEqual([1, 4, 9]);
    expect(ask).not.toHaveBeenCalled();
  });
});
