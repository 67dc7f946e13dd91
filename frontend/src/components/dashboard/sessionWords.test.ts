import { expect, it } from 'vitest';
import { listed } from '@/test/fakes';
import { paceOf, summarise } from './sessionWords';

it('summarises how many are alive', () => {
  expect(summarise([])).toBe('Nothing training');
  expect(summarise(['completed', 'stopped', 'idle'])).toBe('Nothing training');
  expect(summarise(['running', 'completed'])).toBe('Training');
  expect(summarise(['running', 'running'])).toBe('2 training');
  expect(summarise(['running', 'queued'])).toBe('Training, 1 waiting');
  expect(summarise(['paused'])).toBe('1 paused');
  expect(summarise(['completed'], true)).toBe('Only the lab trains');
  expect(summarise(['running'], true)).toBe('Training');
});

it('says the rate of a running session and a word for the others', () => {
  expect(paceOf(listed('a', { status: 'running' }), 20.04)).toBe('20 steps/s');
  expect(paceOf(listed('a', { status: 'running' }), 3.14)).toBe('3.1 steps/s');
  expect(paceOf(listed('a', { status: 'completed', diverged: true }), 0)).toBe('diverged');
});
