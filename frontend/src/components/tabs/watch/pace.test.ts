import { describe, expect, it } from 'vitest';
import { listed } from '@/test/fakes';
import { type PaceInput, paceOf } from './pace';

const base: PaceInput = {
  status: null,
  speed: 1,
  maxIters: 500,
  ratePerSecond: 0,
  summary: null,
  expected: { seconds: 8, maxIters: 500 },
  measured: null,
};

describe('paceOf', () => {
  it('before the start, says how long it will take', () => {
    expect(paceOf(base).short).toBe('about 25 seconds');
    expect(paceOf({ ...base, speed: 10 }).short).toBe('about 2.5 seconds');
    // Known to take a tenth of a second a step: it will not keep 20 a second.
    expect(paceOf({ ...base, measured: 0.1 }).short).toBe('about 50 seconds');
    expect(paceOf({ ...base, speed: 0, maxIters: 1000 })).toEqual({
      short: 'about 16 s on a laptop',
      full: 'about 16 seconds on a laptop',
    });
    expect(paceOf({ ...base, speed: 0, maxIters: 1000, measured: 0.03 }).short).toBe(
      'about 30 seconds',
    );
    expect(paceOf({ ...base, maxIters: 10_000 }).short).toBe('about 8 minutes');
    expect(paceOf({ ...base, speed: 0, expected: null }).short).toBe('');
  });

  it('while it runs, says the rate, and what was asked when the machine cannot keep up', () => {
    const status = listed('r', { status: 'running' });
    expect(paceOf({ ...base, status, ratePerSecond: 19.96 }).short).toBe('20.0 steps a second');
    expect(paceOf({ ...base, status, speed: 0, ratePerSecond: 412.3 }).short).toBe(
      '412 steps a second',
    );
    expect(paceOf({ ...base, status, speed: 5, ratePerSecond: 84.2 })).toEqual({
      short: '84 of 100 a second',
      full: 'Asked for 100 steps a second, this machine makes 84',
    });
  });

  it('in the queue, says the place and the wait', () => {
    const status = listed('q', { status: 'queued', queue_position: 2, estimated_start_s: 11.2 });
    expect(paceOf({ ...base, status }).full).toBe(
      'Waiting for a free place, position 2, about 12 s',
    );
  });

  it('afterwards, says the time', () => {
    const status = listed('c', { status: 'completed' });
    const summary = { seconds: 25.31, finalValLoss: 2.2 };
    expect(paceOf({ ...base, status, summary }).short).toBe('in 25.3 seconds');
    expect(paceOf({ ...base, status: { ...status, diverged: true }, summary }).short).toBe(
      'diverged',
    );
  });
});
