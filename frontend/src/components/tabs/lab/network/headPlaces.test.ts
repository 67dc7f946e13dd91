import { expect, it } from 'vitest';
import { HEAD_GAP_PX, LETTER_PX, placeHeads } from './headPlaces';

const panel = { width: 838, height: 200 };
const phone = { width: 312, height: 230 };

it('gives every head a triangle within the window, with letters where cells are wide enough', () => {
  for (const size of [panel, phone]) {
    for (const heads of [1, 2, 4, 8]) {
      for (const letters of [1, 7, 16, 32]) {
        const { columns, edge, lettered } = placeHeads(heads, letters, size);
        const rows = Math.ceil(heads / columns);
        const around = lettered ? LETTER_PX : 0;
        expect(edge).toBeGreaterThan(40);
        const wide = columns * (edge + around) + (columns - 1) * HEAD_GAP_PX;
        const high = rows * (edge + around) + (rows - 1) * HEAD_GAP_PX;
        expect(wide).toBeLessThanOrEqual(size.width);
        expect(high).toBeLessThanOrEqual(size.height);
        if (lettered) expect(edge / letters).toBeGreaterThanOrEqual(10.5);
      }
    }
  }
});

it('puts four beside each other in a wide window and in two rows in a narrow one', () => {
  expect(placeHeads(4, 7, panel)).toEqual({ columns: 4, edge: 175, lettered: true });
  expect(placeHeads(4, 7, phone)).toEqual({ columns: 2, edge: 87, lettered: true });
  expect(placeHeads(8, 16, panel).lettered).toBe(false);
});
