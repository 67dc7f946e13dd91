import { afterEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createDesk, type LabDesk } from './desk';
import { labHere } from './fakePort';
import { type Share, tellSign } from './sign';

const NAMES = 'anna\nmaria\nmara\nnina\nmina\nrina\naron\nmario\nmarion\nnora';
let desk: LabDesk;
afterEach(() => desk.close());

it('tells how far a run is that goes on by itself, a few times in all, and nothing at rest', async () => {
  const { port, until } = labHere();
  desk = createDesk({ makePort: () => port, loadNames: async () => NAMES, measures: false });
  await until(() => desk.store.getState().status === 'ready');
  await desk.open({ settings: { nEmbd: 4, nHead: 1, blockSize: 4, steps: 60 } });
  const sign = createStore<{ share: Share }>(() => ({ share: null }));
  const shares: Share[] = [];
  sign.subscribe(({ share }) => shares.push(share));
  const end = tellSign(desk, sign);
  desk.setPace('lines');
  await desk.train();
  expect(desk.store.getState().phase).toBe('running');
  expect(shares).toEqual([]);
  desk.setPace('full');
  expect(shares).toEqual([0]);
  await until(() => desk.store.getState().phase === 'finished' && shares.at(-1) === null);
  expect(shares.length).toBeLessThanOrEqual(22);
  const rising = shares.slice(0, -1) as number[];
  expect(rising).toEqual([...new Set(rising)].sort((a, b) => a - b));
  end();
  desk.setPace('steps');
  await desk.train();
  expect(shares.at(-1)).toBeNull();
});
