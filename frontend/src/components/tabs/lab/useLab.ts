/** Hands the lab's desk to its views, and reads slices of it. Holds nothing itself. */
import { createContext, use, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { LabDesk, LabState } from '@/lab/desk';
import type { Wants } from '@/lab/protocol';
import type { LabSnapshot } from '@/lab/record';

export const LabContext = createContext<LabDesk | null>(null);

export function useLab(): LabDesk {
  const desk = use(LabContext);
  if (desk === null) throw new Error('useLab needs a LabContext above it');
  return desk;
}

/** What changes seldom. */
export const useLabState = <T>(select: (state: LabState) => T): T =>
  useStore(useLab().store, select);

/** What may change every frame. `select` must return a primitive or something the snapshot holds. */
export function useLabRecord<T>(select: (run: LabSnapshot) => T): T {
  const { record } = useLab();
  return useSyncExternalStore(
    record.subscribe,
    useCallback(() => select(record.getSnapshot()), [record, select]),
  );
}

/**
 * What may change every frame, at most once in so many ms and at once when the run rests: for words that nobody could
 * read any faster.
 */
export function useCalmRecord<T>(select: (run: LabSnapshot) => T, ms: number): T {
  const { record } = useLab();
  const [shown, setShown] = useState(() => select(record.getSnapshot()));
  useEffect(() => {
    let shownAt = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      clearTimeout(timer);
      timer = undefined;
      shownAt = performance.now();
      setShown(() => select(record.getSnapshot()));
    };
    const hear = () => {
      const runs = record.getSnapshot().phase === 'running';
      const wait = runs ? shownAt + ms - performance.now() : 0;
      if (wait <= 0) show();
      else timer ??= setTimeout(show, wait);
    };
    show();
    const unsubscribe = record.subscribe(hear);
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [record, select, ms]);
  return shown;
}

/** Asks for pictures of the last step as long as the view is there. */
export function useWants(kind: keyof Wants, wanted = true): void {
  const desk = useLab();
  useEffect(() => (wanted ? desk.want({ [kind]: true }) : undefined), [desk, kind, wanted]);
}
