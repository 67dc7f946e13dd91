import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { Profiler, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LossChart } from './LossChart';
import type { Checkpoint, LossData, LossSource, Reference } from './types';

const REFERENCES: Reference[] = [
  ['uniform', 4.19, 'blind guessing', 'guessing', null, 'every character equally likely'],
  ['unigram', 3.24, 'knows the letters', 'letters', 'knows the letters', 'e is common, z is rare'],
  ['bigram', 2.49, 'knows pairs', 'pairs', 'knows pairs', 'after q comes u'],
].map(([key, value, label, shortLabel, passedLabel, hint]) => ({
  key,
  value,
  label,
  shortLabel,
  passedLabel,
  hint,
})) as Reference[];

function makeSource() {
  let data: LossData = { steps: [], losses: [], length: 0, checkpoints: [] };
  const listeners = new Set<() => void>();
  const source: LossSource = {
    getSnapshot: () => data,
    subscribe: (callback) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
  const train = (losses: number[], checkpoints: Checkpoint[] = data.checkpoints.slice()) => {
    data = { steps: losses.map((_, i) => i + 1), losses, length: losses.length, checkpoints };
    for (const listener of listeners) listener();
  };
  return { source, train, listeners };
}

const checkpoints: Checkpoint[] = [
  { step: 0, trainLoss: 4.2, valLoss: 4.21 },
  { step: 50, trainLoss: 3.05, valLoss: 3.1 },
  { step: 100, trainLoss: 2.67, valLoss: 2.69 },
];
const falling = Array.from({ length: 100 }, (_, i) => 2.6 + 1.6 * Math.exp(-i / 20));

let frames: FrameRequestCallback[] = [];
const runFrames = (from: number, count: number) => {
  for (let i = 0; i < count; i++) {
    const due = frames;
    frames = [];
    for (const frame of due) frame(from + i * 16);
  }
};

/** How often React committed the chart or what is around it. */
let commits = 0;
interface HarnessProps {
  source: LossSource;
  live?: boolean;
  keepsPassed?: boolean;
}

function Harness({ source, live = true, keepsPassed = false }: HarnessProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  return (
    <Profiler id="chart" onRender={() => commits++}>
      <LossChart
        source={source}
        references={REFERENCES}
        maxStep={500}
        {...{ live, keepsPassed }}
        hoveredStep={hovered}
        onHoverStep={setHovered}
        idleText={<p>It starts here</p>}
      />
      <output>{hovered === null ? 'none' : hovered}</output>
    </Profiler>
  );
}

beforeEach(() => {
  frames = [];
  commits = 0;
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {});
});
afterEach(() => vi.unstubAllGlobals());

describe('LossChart', () => {
  it('has a name, a description and, while idle, the sentences and every hint', () => {
    render(<Harness source={makeSource().source} />);
    const picture = screen.getByRole('img', { name: 'Loss curve' });
    expect(picture).toHaveAccessibleDescription(/Nothing is trained yet.*blind guessing 4\.19/);
    expect(screen.getByText('It starts here')).toBeVisible();
    expect(screen.getByText(/after q comes u/)).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('tells the checkpoints in a table and in words', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    render(<Harness source={source} />);
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows).toHaveLength(4);
    expect(rows[3]).toHaveTextContent('1002.672.69');
    expect(screen.getByRole('img', { name: 'Loss curve' })).toHaveAccessibleDescription(
      /Step 100 of 500\..*unseen text 2\.69.*Passed: knows the letters\./,
    );
    expect(screen.queryByText('It starts here')).toBeNull();
  });

  it('says "not a number" where a loss is not finite', () => {
    const { source, train } = makeSource();
    train([4, Number.NaN], [{ step: 0, trainLoss: 4.2, valLoss: null }]);
    render(<Harness source={source} />);
    expect(screen.getByRole('table')).toHaveTextContent('not a number');
  });

  it('takes new losses without rendering, and lights a line up when unseen text is below it', () => {
    const { source, train } = makeSource();
    train([4.1], [{ step: 0, trainLoss: 4.2, valLoss: 4.21 }]);
    render(<Harness source={source} />);
    act(() => runFrames(0, 2));
    const before = commits;
    expect(screen.queryByRole('button', { name: /^Passed/ })).toBeNull();
    act(() => train(falling, source.getSnapshot().checkpoints as Checkpoint[]));
    // The training text alone passes nothing, however low its loss is.
    act(() => runFrames(1000, 60));
    expect(screen.queryByRole('button', { name: /^Passed/ })).toBeNull();
    expect(commits).toBe(before);
    act(() => train(falling, checkpoints.slice(0, 2)));
    act(() => runFrames(2000, 60));
    expect(screen.getByRole('button', { name: /^Passed:\s*knows the letters/ })).toHaveTextContent(
      '✓',
    );
    expect(screen.queryByRole('button', { name: /^Passed:\s*knows pairs/ })).toBeNull();
    // For the checkpoint and its ✓, and for no frame between.
    expect(commits).toBeLessThanOrEqual(before + 2);
  });

  it('keeps the ✓ where the best weights count', () => {
    const { source, train } = makeSource();
    train(falling, [...checkpoints, { step: 100.4, trainLoss: 1, valLoss: 6.96 }]);
    render(<Harness source={source} keepsPassed />);
    act(() => runFrames(0, 60));
    expect(screen.getByRole('button', { name: /^Passed:\s*knows the letters/ })).toBeVisible();
  });

  it('takes the ✓ back when unseen text rises above the line again', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    render(<Harness source={source} />);
    expect(screen.getByRole('button', { name: /^Passed:\s*knows the letters/ })).toBeVisible();
    act(() => train(falling, [...checkpoints, { step: 100.4, trainLoss: 1, valLoss: 6.96 }]));
    act(() => runFrames(0, 60));
    expect(screen.queryByRole('button', { name: /^Passed/ })).toBeNull();
  });

  it('tells the best step, and stays clear of the curves with its names', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    const props = { source, references: REFERENCES, maxStep: 500, live: false, hoveredStep: null };
    const { container } = render(
      <LossChart {...props} onHoverStep={() => {}} labels="beside" best={50} />,
    );
    expect(screen.getByRole('img', { name: 'Loss curve' })).toHaveAccessibleDescription(
      /Best on unseen text: step 50\./,
    );
    const names = [...container.querySelectorAll<HTMLElement>('.loss-reference')];
    expect(names.map(({ dataset }) => dataset.side)).toEqual(['beside', 'beside', 'beside']);
    expect(names.map(({ style }) => style.right)).toEqual(['0px', '0px', '0px']);
  });

  it('asks for frames while live and rests when it is not', () => {
    const live = makeSource();
    const { unmount } = render(<Harness source={live.source} />);
    act(() => runFrames(0, 30));
    expect(frames).toHaveLength(1);
    unmount();
    expect(live.listeners.size).toBe(0);

    frames = [];
    const resting = makeSource();
    resting.train(falling, checkpoints);
    render(<Harness source={resting.source} live={false} />);
    act(() => runFrames(0, 60));
    expect(frames).toHaveLength(0);
  });

  it('walks the checkpoints by keyboard and says what stands there', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    render(<Harness source={source} />);
    const picture = screen.getByRole('img', { name: 'Loss curve' });
    picture.focus();
    expect(picture).toHaveFocus();
    fireEvent.keyDown(picture, { key: 'ArrowLeft' });
    expect(screen.getByRole('status')).toHaveTextContent('100');
    fireEvent.keyDown(picture, { key: 'Home' });
    expect(screen.getByText('Step 0: seen 4.20, unseen 4.21')).toBeInTheDocument();
    fireEvent.keyDown(picture, { key: 'Escape' });
    expect(screen.getByRole('status')).toHaveTextContent('none');
  });

  it('follows the pointer to the nearest checkpoint and lets go when it leaves', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    const { container } = render(<Harness source={source} />);
    const chart = container.querySelector('.loss-chart') as HTMLElement;
    // 640 px wide where nothing can be measured; steps run from 40 to 624 px.
    fireEvent.pointerMove(chart, { clientX: 40 + 584 * 0.11 });
    expect(screen.getByRole('status')).toHaveTextContent('50');
    expect(screen.getByText(/^seen 3\.05/)).toHaveTextContent('seen 3.05unseen 3.10');
    fireEvent.pointerLeave(chart);
    expect(screen.getByRole('status')).toHaveTextContent('none');
  });

  it('keeps what a finger chose until it touches something else', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    const { container } = render(<Harness source={source} />);
    const chart = container.querySelector('.loss-chart') as HTMLElement;
    const touch = { clientX: 40 + 584 * 0.11, pointerType: 'touch' };
    fireEvent.pointerDown(chart, touch);
    fireEvent.pointerLeave(chart, touch);
    expect(screen.getByRole('status')).toHaveTextContent('50');
    fireEvent.pointerDown(document.body, { pointerType: 'touch' });
    expect(screen.getByRole('status')).toHaveTextContent('none');
  });

  it('starts afresh when the run is trained again', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    render(<Harness source={source} />);
    expect(screen.getByRole('button', { name: /^Passed:/ })).toBeInTheDocument();
    act(() => train([4.1], [{ step: 0, trainLoss: 4.2, valLoss: 4.21 }]));
    act(() => runFrames(0, 3));
    expect(screen.queryByRole('button', { name: /^Passed:/ })).toBeNull();
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  it('explains a reference line when its name has the focus', () => {
    const { source, train } = makeSource();
    train(falling, checkpoints);
    render(<Harness source={source} />);
    const name = screen.getByRole('button', { name: /^knows pairs\s?: after q comes u\s?2\.49$/ });
    const hint = screen.getByText(/after q comes u/);
    expect(hint).toHaveClass('sr-only');
    act(() => name.focus());
    expect(hint).not.toHaveClass('sr-only');
  });
});
