import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Generated } from '@/api/generated';
import { CoreProvider } from '@/contexts/CoreProvider';
import { type FakeWorld, fakeWorld } from '@/test/fakes';
import { useGenerate, type Wish } from './useGenerate';

let world: FakeWorld;
let asked: { step: number; answer: () => Promise<void> }[];

beforeEach(async () => {
  world = fakeWorld();
  await world.core.load();
  asked = [];
  vi.spyOn(world.socket, 'emit').mockImplementation(
    (_name, payload) =>
      new Promise((resolve) => {
        const { step = 0, prompt = '' } = payload as { step?: number; prompt?: string };
        const told = { text: 'e', quality: '2', token_probs: [1], certainty: [1], perplexity: 1 };
        const answer: Generated = { ...told, prompt, step, dropped: [] };
        asked.push({ step, answer: () => act(async () => resolve(answer as never)) });
      }),
  );
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  world.core.close();
});

const wish = (step: number): Wish => ({
  ...{ sessionId: 'r', prompt: 'a', step, temperature: 1, topK: null, seed: 1, length: 4 },
});
const show = () =>
  renderHook(
    ({ step }: { step: number | null }) => useGenerate(step === null ? null : wish(step)),
    {
      initialProps: { step: 0 as number | null },
      wrapper: ({ children }: { children: ReactNode }) => (
        <CoreProvider core={world.core}>{children}</CoreProvider>
      ),
    },
  );
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

it('asks once the step rests, and now and then while it never does', () => {
  const { rerender } = show();
  for (let step = 1; step <= 10; step++) {
    pass(100);
    rerender({ step });
  }
  expect(asked.map(({ step }) => step)).toEqual([7]);
  pass(200);
  expect(asked.map(({ step }) => step)).toEqual([7, 10]);
});

it('shows the newest answer, of whichever step it tells, and none that was overtaken', async () => {
  const { rerender, result } = show();
  pass(200);
  rerender({ step: 1 });
  pass(200);
  await asked[1]?.answer();
  expect(result.current.answer?.step).toBe(1);
  await asked[0]?.answer();
  expect(result.current.answer?.step).toBe(1);
});

it('forgets everything when there is nothing to ask', async () => {
  const { rerender, result } = show();
  pass(200);
  rerender({ step: null });
  await asked[0]?.answer();
  rerender({ step: 2 });
  expect(result.current.answer).toBeNull();
});
