import { describe, expect, it } from 'vitest';
import type { Status } from '@/contexts/sessions';
import { controlState } from './controlState';

const of = (status: Status | null, over = {}) =>
  controlState({ status, pending: null, creating: false, ready: true, ...over });

describe('controlState', () => {
  it.each<[Status | null, string, boolean, boolean, boolean, boolean]>([
    // status, name, starts learning, main, Stop, Step
    [null, 'Play', true, true, false, true],
    ['idle', 'Play', true, true, false, true],
    ['queued', 'Play', true, false, true, false],
    ['running', 'Pause', false, true, true, false],
    ['paused', 'Resume', false, true, true, true],
    ['stopped', 'Replay', true, true, false, false],
    ['completed', 'Replay', true, true, false, false],
    ['error', 'Replay', true, true, false, false],
  ])('%s', (status, main, starts, mainEnabled, stopEnabled, stepEnabled) => {
    expect(of(status)).toEqual({
      ...{ main, starts, mainEnabled, stopEnabled, stepEnabled },
      busy: null,
    });
  });

  it('shows which button waits, and allows nothing while a session is being created', () => {
    expect(of('running', { pending: 'pause' }).busy).toBe('main');
    expect(of('running', { pending: 'stop' }).busy).toBe('stop');
    expect(of('paused', { pending: 'step' }).busy).toBe('step');
    expect(of(null, { creating: true })).toMatchObject({
      ...{ busy: 'main', mainEnabled: false, stepEnabled: false },
    });
    expect(of(null, { ready: false })).toMatchObject({ mainEnabled: false, stepEnabled: false });
  });
});
