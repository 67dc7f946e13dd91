// @vitest-environment node
import { expect, it } from 'vitest';
import { keyTile, planNarrow, planTiles } from './tileGrid';

/** What a window of 1280 × 800 leaves for the tiles. */
const LAPTOP = { width: 1232, height: 312 };
const plan = (layers: number, heads: number, room = LAPTOP) => planTiles(layers, heads, 64, room);

it('keeps few heads in one row of large tiles', () => {
  expect(plan(2, 2)).toEqual({ columns: 4, kind: 'large', fits: true });
  expect(plan(1, 1)).toEqual({ columns: 1, kind: 'large', fits: true });
  expect(plan(1, 3)).toEqual({ columns: 3, kind: 'large', fits: true });
});

it('shows up to sixteen heads at once, the heads of a layer together', () => {
  expect(plan(2, 4)).toEqual({ columns: 4, kind: 'wide', fits: true });
  expect(plan(1, 8)).toEqual({ columns: 4, kind: 'wide', fits: true });
  expect(plan(2, 8)).toEqual({ columns: 8, kind: 'small', fits: true });
  expect(plan(4, 4)).toEqual({ columns: 8, kind: 'small', fits: true });
  expect(plan(3, 4).columns % 4).toBe(0);
  for (let layers = 1; layers <= 16; layers++) {
    for (let heads = 1; heads * layers <= 16; heads++) {
      expect(plan(layers, heads).fits, `${layers} layers of ${heads}`).toBe(true);
    }
  }
});

it('scrolls when there are too many, and not where there is room', () => {
  expect(plan(6, 8)).toEqual({ columns: 8, kind: 'small', fits: false });
  expect(plan(4, 8, { width: 1872, height: 900 }).fits).toBe(true);
});

it('grows with the room', () => {
  expect(plan(2, 4, { width: 1872, height: 620 })).toEqual({
    columns: 4,
    kind: 'large',
    fits: true,
  });
});

it('has one column or two on a small screen', () => {
  expect(planNarrow(2, 2)).toEqual({ columns: 1, kind: 'large', fits: true });
  expect(planNarrow(2, 4)).toEqual({ columns: 2, kind: 'small', fits: true });
});

it('walks with the arrow keys and not over the edges', () => {
  expect(keyTile('ArrowRight', 0, 8, 4)).toBe(1);
  expect(keyTile('ArrowLeft', 0, 8, 4)).toBe(0);
  expect(keyTile('ArrowDown', 1, 8, 4)).toBe(5);
  expect(keyTile('ArrowDown', 5, 8, 4)).toBe(5);
  expect(keyTile('End', 1, 8, 4)).toBe(7);
  expect(keyTile('x', 1, 8, 4)).toBeUndefined();
});
