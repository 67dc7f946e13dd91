/** Distances, scores, probabilities: what they say and how they are scaled. */
import { act, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { DistanceBars, describeDistances, scaleTop } from './DistanceBars/DistanceBars';
import { fullScale, ProbabilityBars, percent } from './ProbabilityBars/ProbabilityBars';
import { ScoreLine, scoreAt } from './ScoreLine/ScoreLine';

afterEach(() => {
  vi.useRealTimers();
});

it('shows and says how far back a head looks', () => {
  vi.useFakeTimers();
  const size = 32;
  const weights = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    weights[row * size + row] = row === 0 ? 1 : 0.2;
    if (row > 0) weights[row * size + row - 1] = 0.8;
  }
  const source = { getFrame: () => ({ size, weights }), subscribe: () => () => {} };
  const bare = <DistanceBars source={source} distances={4} hovered={2} />;
  const { container, rerender } = render(bare);
  act(() => vi.advanceTimersByTime(3000));
  expect(screen.getByRole('img', { name: 'How far back it looks' })).toHaveAccessibleDescription(
    'Mean attention by distance: 1 back 0.80, itself 0.20, 2 back 0.00.',
  );
  const bars = [...container.querySelectorAll<HTMLElement>('.distance-bar')];
  expect(bars.map((bar) => bar.textContent)).toEqual(['−3', '−2', '−1', 'self']);
  expect(bars.map((bar) => Number(bar.style.getPropertyValue('--share')))).toEqual([
    0,
    0,
    expect.closeTo(0.8, 2),
    expect.closeTo(0.2, 2),
  ]);
  expect(container.querySelector('.distance-scale')).toHaveTextContent('10');
  // Of a head that does not go by distance no bar stands out.
  expect(bars.map((bar) => bar.dataset.strong)).not.toContain('true');
  rerender(<DistanceBars source={source} distances={4} hovered={2} telling />);
  act(() => vi.advanceTimersByTime(100));
  expect(bars.map((bar) => bar.dataset.strong)).toEqual(['false', 'false', 'true', 'false']);
  expect(bars[1]?.dataset.hovered).toBe('true');
});

it('keeps an even look low and no look above its scale', () => {
  expect(scaleTop([1 / 16, 1 / 16])).toBe(0.25);
  expect(scaleTop([0.25, 0])).toBe(0.25);
  expect(scaleTop([0.26, 0])).toBe(0.5);
  expect(scaleTop([1])).toBe(1);
  expect(scaleTop([])).toBe(0.25);
});

it('names the highest distance first', () => {
  expect(describeDistances([0.1, 0.2, 0.7])).toBe(
    'Mean attention by distance: 2 back 0.70, 1 back 0.20, itself 0.10.',
  );
});

const POINTS = [
  { step: 10, score: 0.1 },
  { step: 20, score: 0.5 },
  { step: 40, score: 0.7 },
];

it('reads a score between two points', () => {
  expect(scoreAt(POINTS, 5)).toBeNull();
  expect(scoreAt(POINTS, 15)).toBeCloseTo(0.3);
  expect(scoreAt(POINTS, 20)).toBe(0.5);
  expect(scoreAt(POINTS, 90)).toBe(0.7);
  expect(scoreAt([], 1)).toBeNull();
});

it('says the score over training', () => {
  render(<ScoreLine points={POINTS} step={20} maxStep={40} label="looks back" />);
  expect(screen.getByRole('img', { name: 'Score over training' })).toHaveAccessibleDescription(
    'looks back: 0.10 at step 10, 0.70 at step 40, 0.50 at step 20.',
  );
});

it('lists the next characters with both probabilities and keeps empty places', () => {
  const { container } = render(
    <ProbabilityBars
      label="Next character at step 180"
      rows={4}
      items={[
        { char: ' ', prob: 0.22, last: 0.4 },
        { char: 'n', prob: 0.002 },
      ]}
    />,
  );
  const list = screen.getByRole('list', { name: 'Next character at step 180' });
  const items = within(list).getAllByRole('listitem');
  expect(items.map((item) => item.textContent)).toEqual([
    '␣space: 22%, at the last step 40%',
    'nn: <1%',
  ]);
  expect(container.querySelectorAll('li')).toHaveLength(4);
  expect(container.querySelector('i')?.style.width).toBe('44%');
  expect(container.querySelector('u')?.style.width).toBe('80%');
});

it('keeps its scale while it can', () => {
  expect(fullScale([0.1, 0.24])).toBe(0.25);
  expect(fullScale([0.26])).toBe(0.5);
  expect(fullScale([0.9, Number.NaN])).toBe(1);
  expect([0, 0.004, 0.126, 1].map(percent)).toEqual(['0%', '<1%', '13%', '100%']);
});
