import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { READABLE_MS, useReadable } from './useReadable';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const begin = () =>
  renderHook(({ newest, live }) => useReadable(newest, live), {
    initialProps: { newest: null as number | null, live: true },
  });

it('holds each for its time, passes over what came meanwhile, and shows the newest', () => {
  const { result, rerender } = begin();
  rerender({ newest: 0, live: true });
  expect(result.current).toBe(0);
  rerender({ newest: 1, live: true });
  act(() => vi.advanceTimersByTime(READABLE_MS - 100));
  expect(result.current).toBe(0);
  rerender({ newest: 2, live: true });
  act(() => vi.advanceTimersByTime(100));
  expect(result.current).toBe(2);
});

it('shows the newest at once when nothing is live any more', () => {
  const { result, rerender } = begin();
  rerender({ newest: 0, live: true });
  rerender({ newest: 1, live: true });
  rerender({ newest: 1, live: false });
  expect(result.current).toBe(1);
});
