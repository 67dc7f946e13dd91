/**
 * The pace "line by line": one recorded step after the other is walked through, and the run rests and goes on with the
 * walk. The person's buttons, keys and the walk's own all end here, so that both always agree.
 */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { LabSnapshot } from '@/lab/record';
import { type Places, useWalk, type Walk } from './code/walk/useWalk';
import { useLab, useLabRecord, useLabState } from './useLab';

/** Of this visit: a walk that was left for another pace or tab. */
const places: Places = new WeakMap();

export interface LabWalk {
  walk: Walk;
  inLines: boolean;
  /** A step; line by line the next line. */
  step: () => void;
}

export function useLabWalk(): LabWalk {
  const desk = useLab();
  const inLines = useLabState(({ pace }) => pace === 'lines');
  const running = useLabState(({ phase }) => phase === 'running');
  const run = useLabState((state) => state.run);
  const isAsking = useRef(false);
  // Of another pace or tab the walk comes back to where it was, unless the run has gone on meanwhile.
  const recorded = useLabState((state) => state.recorded);
  const wentOn = useLabRecord(
    useCallback(
      ({ stepsDone }: LabSnapshot) => stepsDone > (recorded?.recording.result.step ?? 0),
      [recorded],
    ),
  );
  const isNewest = recorded?.run === run && !wentOn;
  const recording = inLines && isNewest ? recorded.recording : null;

  const record = useCallback(async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      await desk.recordStep();
    } catch {
      // A step that failed ended the run, which says so itself; a model that was replaced is not walked any more.
    } finally {
      isAsking.current = false;
    }
  }, [desk]);

  const own = useWalk(recording, () => void record(), places);
  useEffect(() => {
    if (!inLines || !running) {
      own.pause();
      return;
    }
    if (recording === null) void record();
    own.play();
  }, [inLines, running, recording, record, own.play, own.pause]);

  const { state, stop } = own;
  const hasNone = recording === null;
  const orders = useMemo(() => {
    const rest = () => void desk.pause();
    return {
      play: () => void desk.train(),
      pause: rest,
      next: () => (hasNone ? void record() : own.next()),
      previous: () => {
        own.previous();
        rest();
      },
      go: own.go,
      setSpeed: own.setSpeed,
      setReach: own.setReach,
    };
  }, [desk, hasNone, record, own.next, own.previous, own.go, own.setSpeed, own.setReach]);
  const walk = useMemo(() => ({ state, stop, ...orders }), [state, stop, orders]);
  const step = () => {
    if (inLines) walk.next();
    else void desk.step();
  };
  return { walk, inLines, step };
}
