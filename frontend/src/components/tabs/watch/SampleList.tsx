/** One line a checkpoint. Keeps the newest in view until the person scrolls; hover, keys and touch look at a step. */
import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useUIContext } from '@/contexts/UIContext';
import { useChoice } from '@/hooks/useChoice';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { keyboardStep } from '@/viz/LossChart/keyboard';
import { SampleRow } from '@/viz/SampleRow';
import { expectedSteps, sampleRows, stagedSample } from './sampleRows';
import { useFollowing } from './useFollowing';
import { useRowWindow } from './useRowWindow';

const samplesOf = ({ samples }: RunSnapshot) => samples;
const checkpointsOf = ({ checkpoints }: RunSnapshot) => checkpoints;
const ROW_PX = 32;

export interface SampleListProps {
  /** The sample that stands large above the list while newer ones come; null: the newest. */
  staged?: number | null;
}

export function SampleList({ staged = null }: SampleListProps) {
  const list = useRef<HTMLUListElement>(null);
  const ui = useUIContext();
  const recorder = useRecorder();
  const samples = useRun(recorder, samplesOf);
  const checkpoints = useRun(recorder, checkpointsOf);
  const looked = useLookedStep();
  // Between two samples the one before is what it had written by then.
  const hoveredStep = looked === null ? null : (stagedSample(samples, looked)?.step ?? looked);
  const run = useCurrentRun();
  const { recipe } = useChoice();
  const maxIters = run?.status.max_iters ?? recipe.max_iters ?? 500;
  const interval = recipe.eval_interval ?? 50;
  const rows = useMemo(
    () => sampleRows(samples, expectedSteps(maxIters, interval)),
    [samples, maxIters, interval],
  );
  const newest = staged ?? samples.at(-1)?.step ?? null;
  const indexOf = (step: number | null) => rows.findIndex((row) => row.step === step);
  const { hoveredHere, onScroll } = useFollowing(list, {
    newest: indexOf(newest),
    hovered: indexOf(hoveredStep),
    rowHeight: ROW_PX,
  });
  const window = useRowWindow(list, rows.length, ROW_PX);

  const look = useCallback(
    (step: number | null) => {
      hoveredHere.current = step !== null;
      ui.setState({ hoveredStep: step });
    },
    [ui, hoveredHere],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    // A list is read downwards: down leads to the later step.
    const key = { ArrowDown: 'ArrowRight', ArrowUp: 'ArrowLeft' }[event.key] ?? event.key;
    const next = keyboardStep(key, checkpoints, hoveredStep);
    if (next === undefined) return;
    event.preventDefault();
    ui.setState({ hoveredStep: next });
  };
  return (
    <ul
      ref={list}
      className="sample-list"
      aria-label="Samples by step"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
      onBlur={() => ui.setState({ hoveredStep: null })}
    >
      <li aria-hidden="true" style={{ height: window.from * ROW_PX }} />
      {rows.slice(window.from, window.to).map(({ step, sample }) => (
        <SampleRow
          key={step}
          step={step}
          sample={sample}
          newest={step === newest}
          hovered={step === hoveredStep}
          onHover={look}
        />
      ))}
      <li aria-hidden="true" style={{ height: (rows.length - window.to) * ROW_PX }} />
    </ul>
  );
}
