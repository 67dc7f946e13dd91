import { fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { EmbeddingMap } from './EmbeddingMap';
import { KIND_COLORS, KINDS, kindOf } from './kinds';
import { extentOf, fitFlat, neighbours, positionsAt, toScreen } from './positions';
import { outline } from './shapes';

const CHARS = ['a', 'e', 't', ' '];
const STOPS = [
  { step: 0, positions: Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]) },
  { step: 10, positions: Float32Array.from([2, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 9]) },
];

describe('kindOf', () => {
  it.each([
    ['a', 'vowel'],
    ['é', 'vowel'],
    ['y', 'consonant'],
    ['ß', 'consonant'],
    ['Q', 'capital'],
    ['É', 'capital'],
    ['7', 'digit'],
    ['٣', 'digit'],
    [',', 'punctuation'],
    ['€', 'punctuation'],
    ['\n', 'whitespace'],
    ['я', 'vowel'],
    ['ж', 'consonant'],
    ['漢', 'letter'],
    ['ك', 'letter'],
    ['अ', 'letter'],
    ['ि', 'mark'],
  ])('%j is a %s', (char, kind) => expect(kindOf(char)).toBe(kind));
});

it('gives no two kinds the same mark', () => {
  const marks = KINDS.map((kind) => `${KIND_COLORS[kind]} ${outline(kind, 0, 0, 5)}`);
  expect(new Set(marks).size).toBe(KINDS.length);
});

describe('positions', () => {
  it('lie on the way between two stops, and stand still outside', () => {
    const out = new Float32Array(12);
    positionsAt(STOPS, 5, out);
    expect(out[0]).toBe(1);
    expect(out[11]).toBe(5);
    positionsAt(STOPS, 99, out);
    expect(out[11]).toBe(9);
    positionsAt([], 3, out);
    expect(out[11]).toBe(0);
  });

  it('fill a wide picture, and are never drawn more than half as wide again', () => {
    const extent = extentOf(STOPS);
    expect(fitFlat(extent, 150, 250)).toEqual({ scale: 100, stretch: 1 });
    expect(fitFlat(extent, 180, 250)).toEqual({ scale: 100, stretch: 1.2 });
    expect(fitFlat(extent, 900, 250)).toEqual({ scale: 100, stretch: 1.5 });
    const out = new Float32Array(3);
    const wide = { yaw: 0, pitch: 0, x: 100, y: 100, scale: 10, stretch: 1.5 };
    toScreen(Float32Array.of(2, 1, 5), wide, 9, out);
    expect([...out]).toEqual([130, 90, 1]);
  });

  it('know their extent and their neighbours', () => {
    expect(extentOf(STOPS)).toEqual({ x: 1.5, y: 2.5, middleX: 1.5, middleY: 2.5, all: 9 });
    expect(extentOf([]).all).toBe(1);
    expect(neighbours(STOPS[1]?.positions ?? new Float32Array(0), 0, 2)).toEqual([1, 2]);
  });

  it('are seen flat in 2D and turned in 3D', () => {
    const out = new Float32Array(3);
    toScreen(
      Float32Array.of(2, 1, 5),
      { yaw: 0, pitch: 0, x: 100, y: 100, scale: 10, stretch: 1 },
      9,
      out,
    );
    expect([...out]).toEqual([120, 90, 1]);
    const turned = { yaw: Math.PI / 2, pitch: 0, x: 100, y: 100, scale: 10, stretch: 1 };
    toScreen(Float32Array.of(2, 0, 0), turned, 9, out);
    // What was right is now behind: in the middle, and smaller.
    expect(out[0]).toBeCloseTo(100);
    expect(out[2]).toBeLessThan(1);
  });
});

describe('EmbeddingMap', () => {
  const show = (dimensions: 2 | 3, hovered: string | null, onHover = vi.fn()) => {
    render(
      <EmbeddingMap
        chars={CHARS}
        stops={STOPS}
        step={10}
        explained={[0.4, 0.2, 0.1]}
        {...{ dimensions, hovered, onHover }}
      />,
    );
    return { onHover, map: screen.getByRole('img', { name: 'Embedding map' }) };
  };

  it('is named, explains itself, and lists the kinds that occur', () => {
    const { map } = show(2, null);
    expect(map).toHaveAccessibleDescription(/4 characters at step 10.*60% of the differences/);
    const legend = screen.getByRole('list', { name: 'Colours' });
    expect(
      within(legend)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['vowels', 'consonants', 'whitespace']);
  });

  it('walks from character to character by keys and says what is near', () => {
    const { map, onHover } = show(2, 'e');
    expect(
      screen.getByText('vowel', { exact: false, selector: '.embedding-tip' }),
    ).toHaveTextContent('e vowel, nearest a t ␣');
    fireEvent.keyDown(map, { key: 'ArrowRight' });
    fireEvent.keyDown(map, { key: 'ArrowLeft' });
    fireEvent.keyDown(map, { key: 'Escape' });
    expect(onHover.mock.calls).toEqual([['t'], ['a'], [null]]);
  });

  it('turns by keys in 3D', () => {
    const { map, onHover } = show(3, null);
    fireEvent.keyDown(map, { key: 'ArrowRight' });
    expect(onHover).not.toHaveBeenCalled();
    fireEvent.keyDown(map, { key: 'ArrowRight', shiftKey: true });
    expect(onHover).toHaveBeenCalledWith('a');
  });
});
