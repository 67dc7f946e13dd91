/**
 * Fetches, once the page rests, what a click will need: the lab trains on when whoever served the page is gone, and then
 * its form and pictures must be there too. Not where the person saves data.
 */
import { useEffect } from 'react';
import { whenIdle } from '@/lab/idle';

const CHUNKS: readonly (() => Promise<unknown>)[] = [
  () => import('./ModelDrawer'),
  () => import('./LetterByLetter'),
  () => import('./code/ValueRow'),
  () => import('./code/Inspector'),
  () => import('./code/WalkBar'),
  () => import('./network/AttentionView'),
  () => import('./network/LettersView'),
  () => import('@/viz/Bars3D/Bars3D'),
  () => import('@/viz/Network3D/Network3D'),
];

const savesData = () =>
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

/** `ready`: it can train. */
export function useEarlyChunks(ready: boolean): void {
  useEffect(() => {
    if (!ready || savesData()) return;
    // What does not come now is asked for again, with words, when it is wanted.
    return whenIdle(() => void Promise.allSettled(CHUNKS.map((load) => load())));
  }, [ready]);
}
