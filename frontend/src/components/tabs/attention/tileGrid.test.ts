// @vitest-environment node
import { expect, it } from 'vitest';
import { columnsFor, keyTile } from './tileGrid';

it('keeps few heads in one row, and the heads of a layer together', () => {
  expect(columnsFor(2, 2)).toBe(4);
  expect(columnsFor(1, 1)).toBe(1);
  expect(columnsFor(1, 3)).toBe(3);
  expect(columnsFor(4, 2)).toBe(4);
  expect(columnsFor(4, 4)).toBe(4);
  expect(columnsFor(6, 8)).toBe(8);
  expect(columnsFor(6, 1)).toBe(4);
});

it('walks with the arrow keys and not over the edges', () => {
  expect(keyTile('ArrowRight', 0, 8, 4)).toBe(1);
  expect(keyTile('ArrowLeft', 0, 8, 4)).toBe(0);
  expect(keyTile('ArrowDown', 1, 8, 4)).toBe(5);
  expect(keyTile('ArrowDown', 5, 8, 4)).toBe(5);
  expect(keyTile('End', 1, 8, 4)).toBe(7);
  expect(keyTile('x', 1, 8, 4)).toBeUndefined();
});
