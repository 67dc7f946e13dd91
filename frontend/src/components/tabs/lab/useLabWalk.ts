/**
 * The pace "line by line": one recorded step after the other is walked through, and the run rests and goes on with the
 * walk. The person's buttons, keys and the walk's own all end here, so that both always agree.
 */
import type { Recording } from 'microgpt';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useWalk, type Walk } from './code/walk/useWalk';
import { useLab, useLabState } from './useLab';

export interface LabWalk {
  walk: Walk;
  inLines: boolean;
  /** The next line; of no step yet: a step, and its first line. */
  step: () => void;
}

export function useLabWalk(): LabWalk {
  const desk = useLab();
  const inLines = useLabState(({ pace }) => pace === 'lines');
  const running = useLabState(({ phase }) => phase === 'running');
  const run = useLabState((state) => state.run);
  const [recorded, setRecorded] = useState<{ run: number; recording: Recording } | null>(null);
  const isAsking = useRef(false);
  const recording = inLines && recorded?.run === run ? recorded.recording : null;

  const record = useCallback(async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      const next = await desk.recordStep();
      setRecorded({ run: desk.store.getState().run, recording: next });
    } catch {
      // A step that failed ended the run, which says so itself; a model that was replaced is not walked any more.
    } finally {
      isAsking.current = false;
    }
  }, [desk]);

  const own = useWalk(recording, () => void record());
  useEffect(() => {
    if (!inLines) setRecorded(null);
  }, [inLines]);
  useEffect(() => {
    if (!inLines || !running) {
      own.pause();
      return;
    }
    if (recording === null) void record();
    own.play();
  }, [inLines, running, recording, record, own.play, own.pause]);

  const { state, stop } = own;
  const orders = useMemo(() => {
    const rest = () => void desk.pause();
    return {
      play: () => void desk.train(),
      pause: rest,
      next: own.next,
      previous: () => {
        own.previous();
        rest();
      },
      go: own.go,
      setSpeed: own.setSpeed,
      setReach: own.setReach,
    };
  }, [desk, own.next, own.previous, own.go, own.setSpeed, own.setReach]);
  const walk = useMemo(() => ({ state, stop, ...orders }), [state, stop, orders]);
  const step = () => {
    if (!inLines) void desk.step();
    else if (recording === null) void record();
    else own.next();
  };
  return { walk, inLines, step };
}
