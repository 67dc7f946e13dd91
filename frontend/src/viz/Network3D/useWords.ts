/** Words about what the network holds, renewed at most once a second while frames come: a reader must be able to finish a sentence. */
import { useEffect, useState } from 'react';
import type { NetworkSource } from './types';

const EVERY_MS = 1000;

/** A number that grows whenever words about the source may be out of date. */
export function useRenewed(source: NetworkSource): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let told = Number.NEGATIVE_INFINITY;
    const tell = () => {
      timer = undefined;
      told = performance.now();
      setCount((was) => was + 1);
    };
    const unsubscribe = source.subscribe(() => {
      if (timer !== undefined) return;
      timer = setTimeout(tell, Math.max(0, EVERY_MS - (performance.now() - told)));
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [source]);
  return count;
}
