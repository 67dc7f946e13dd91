import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MatrixFrame } from '../attention';
import { charAt, charX, isAbove, layoutStrip } from './layout';
import { ReadingStrip } from './ReadingStrip';

const FRAME: MatrixFrame = {
  size: 3,
  weights: Float32Array.from([1, 0, 0, 0.75, 0.25, 0, 0.2, 0.7, 0.1]),
};
const source = { getFrame: () => FRAME, subscribe: () => () => {} };
const HEADS = [{ layer: 0, head: 1, source }];

describe('layoutStrip', () => {
  it('shows a text of 64 characters whole at 1230 px', () => {
    const strip = layoutStrip({ width: 1230, height: 206 }, 64, 49);
    expect(strip).toMatchObject({ first: 0, count: 64, step: 18.5, mid: 118 });
  });

  it.each([
    [320, 64],
    [1230, 256],
    [328, 8],
  ])('always shows the violet character (%i px, %i characters)', (width, length) => {
    for (let row = 0; row < length; row++) {
      const strip = layoutStrip({ width, height: 206 }, length, row);
      expect(row).toBeGreaterThanOrEqual(strip.first);
      expect(row).toBeLessThan(strip.first + strip.count);
      expect(charAt(strip, charX(strip, row))).toBe(row);
      expect(charX(strip, strip.first) - strip.step / 2).toBeGreaterThanOrEqual(0);
    }
  });

  it('has no character beside the text', () => {
    const strip = layoutStrip({ width: 600, height: 200 }, 8, 0);
    expect(charAt(strip, 4)).toBeNull();
    expect(charAt(strip, 596)).toBeNull();
  });

  it('puts the first layer above and the last below', () => {
    expect([0, 1, 2, 3].map((layer) => isAbove(layer, 4))).toEqual([true, true, false, false]);
    expect(isAbove(0, 1)).toBe(true);
  });
});

describe('ReadingStrip', () => {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const show = (row: number | null, onHover = vi.fn()) => {
    render(
      <ReadingStrip
        heads={HEADS}
        layers={1}
        tokens={['a', ' ', 'c']}
        hovered={row === null ? null : { row, column: null }}
        onHover={onHover}
      />,
    );
    return onHover;
  };
  const strip = () => screen.getByRole('slider', { name: 'Reading position' });

  it('says what the character looks at', () => {
    show(2);
    expect(strip()).toHaveAttribute(
      'aria-valuetext',
      "Character 3, 'c', looks most: layer 0 head 1 at 'space' 0.70",
    );
  });

  it('walks by itself until somebody points', () => {
    show(null);
    act(() => vi.advanceTimersByTime(520));
    const before = strip().getAttribute('aria-valuenow');
    act(() => vi.advanceTimersByTime(520));
    expect(strip().getAttribute('aria-valuenow')).not.toBe(before);
  });

  it('stands still under reduced motion', () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    show(null);
    act(() => vi.advanceTimersByTime(100));
    const before = strip().getAttribute('aria-valuenow');
    act(() => vi.advanceTimersByTime(5000));
    expect(strip().getAttribute('aria-valuenow')).toBe(before);
  });

  it('is moved by keys', () => {
    const onHover = show(1);
    fireEvent.keyDown(strip(), { key: 'ArrowRight' });
    fireEvent.keyDown(strip(), { key: 'Home' });
    fireEvent.keyDown(strip(), { key: 'Escape' });
    expect(onHover.mock.calls).toEqual([
      [{ row: 2, column: null }],
      [{ row: 0, column: null }],
      [null],
    ]);
  });
});
