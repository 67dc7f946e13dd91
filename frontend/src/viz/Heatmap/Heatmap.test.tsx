import { act, fireEvent, render, screen } from '@testing-library/react';
import { Profiler, useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Cell, MatrixFrame } from '../attention';
import { Heatmap } from './Heatmap';

const TOKENS = [...'ab\nc'];

function makeSource() {
  let frame: MatrixFrame | null = null;
  const listeners = new Set<() => void>();
  return {
    getFrame: () => frame,
    subscribe: (callback: () => void) => {
      listeners.add(callback);
      return () => {
        listeners.delete(callback);
      };
    },
    send(weights: number[]) {
      frame = { size: 4, weights: Float32Array.from(weights) };
      for (const listener of listeners) listener();
    },
    listeners,
  };
}
const FRAME = [1, 0, 0, 0, 0.75, 0.25, 0, 0, 0.2, 0.3, 0.5, 0, 0.1, 0.62, 0.18, 0.1];

let frames: FrameRequestCallback[] = [];
const runFrames = (count: number) => {
  for (let i = 0; i < count; i++) for (const frame of frames.splice(0)) frame(i * 16);
};
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {});
});
afterEach(() => vi.unstubAllGlobals());

function Stand({
  source,
  renders,
}: {
  source: ReturnType<typeof makeSource>;
  renders?: () => void;
}) {
  const [hovered, setHovered] = useState<Cell | null>(null);
  const [locked, setLocked] = useState<number | null>(null);
  return (
    <Profiler id="heatmap" onRender={() => renders?.()}>
      <Heatmap
        variant="detail"
        layer={1}
        head={0}
        {...{ source, hovered }}
        tokens={TOKENS}
        onHover={setHovered}
        lockedRow={locked}
        onLockRow={setLocked}
      />
      <output>{JSON.stringify({ hovered, locked })}</output>
    </Profiler>
  );
}
const state = () => JSON.parse(screen.getByRole('status').textContent ?? '');

it('is named and says in words what it shows', () => {
  const source = makeSource();
  render(<Stand source={source} />);
  const image = screen.getByRole('img', { name: 'Attention, layer 1, head 0' });
  expect(image).toHaveAccessibleDescription('Nothing measured yet.');
  act(() => {
    source.send(FRAME);
    runFrames(2);
  });
  expect(image).toHaveAccessibleDescription(
    /Strongest looks back: 'b' \(character 2\) back to 'a'/,
  );
});

it('names the pointed characters beside a picture that has no labels', () => {
  const source = makeSource();
  const cell = { row: 3, column: 1 };
  const { container } = render(
    <Heatmap
      variant="overview"
      layer={0}
      head={0}
      tokens={TOKENS}
      source={source}
      hovered={cell}
    />,
  );
  const named = [...container.querySelectorAll('.heat-pointed text')].map((one) => one.textContent);
  expect(named).toEqual(['c', 'b']);
});

it('has a sentence of its own for a text of one character', () => {
  const one = {
    getFrame: () => ({ size: 1, weights: Float32Array.of(1) }),
    subscribe: () => () => {},
  };
  render(<Heatmap variant="overview" layer={0} head={0} tokens={['q']} source={one} />);
  expect(screen.getByRole('img')).toHaveAccessibleDescription(
    "One character, 'q': it can only look at itself.",
  );
});

it('takes new frames without rendering React, one repaint a frame', () => {
  const source = makeSource();
  const renders = vi.fn();
  render(<Stand source={source} renders={renders} />);
  renders.mockClear();
  act(() => {
    for (let i = 0; i < 30; i++) source.send(FRAME);
    runFrames(3);
  });
  expect(renders).not.toHaveBeenCalled();
  act(() => {
    frames = [];
    source.send(FRAME);
    source.send(FRAME);
  });
  expect(frames).toHaveLength(1);
});

it('moves the cell by keys and says it aloud', () => {
  const source = makeSource();
  render(<Stand source={source} />);
  act(() => {
    source.send(FRAME);
    runFrames(2);
  });
  const image = screen.getByRole('img');
  fireEvent.keyDown(image, { key: 'ArrowDown' });
  fireEvent.keyDown(image, { key: 'ArrowLeft' });
  fireEvent.keyDown(image, { key: 'ArrowLeft' });
  expect(state().hovered).toEqual({ row: 3, column: 1 });
  expect(screen.getByText("Attention from 'c' back to 'b' = 0.62")).toBeInTheDocument();
});

it('locks a row until Escape', () => {
  const source = makeSource();
  render(<Stand source={source} />);
  const image = screen.getByRole('img');
  // 534 px high, 4 rows: 128 px a cell, from 27 px on beside the letters of the rows.
  fireEvent.click(image, { clientX: 30, clientY: 11 + 128 * 2 + 10 });
  expect(state().locked).toBe(2);
  fireEvent.pointerMove(image, { clientX: 27 + 128 + 5, clientY: 20 });
  expect(state().hovered).toEqual({ row: 2, column: 1 });
  fireEvent.keyDown(image, { key: 'Escape' });
  expect(state().locked).toBeNull();
});

it('leaves its source when it goes', () => {
  const source = makeSource();
  const { unmount } = render(<Stand source={source} />);
  expect(source.listeners.size).toBeGreaterThan(0);
  unmount();
  expect(source.listeners.size).toBe(0);
});
