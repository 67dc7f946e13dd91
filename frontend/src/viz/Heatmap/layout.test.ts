// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { cellAt, fillGrid, keyCell, labelStride, placeChips, placeGrid, placeTip } from './layout';

const CARD = { width: 566, height: 534 };

describe('placeGrid', () => {
  it('gives 64 characters 8 px in the detail and 4 px in the overview', () => {
    expect(placeGrid(CARD, 64, true, 1)).toEqual({ x: 27, y: 11, cell: 8, count: 64 });
    // Letters of the rows never cost the cells their size.
    expect(placeGrid({ width: 551, height: 534 }, 64, true, 1)).toMatchObject({ x: 11, cell: 8 });
    expect(placeGrid({ width: 256, height: 256 }, 64, false, 1).cell).toBe(4);
  });

  it.each([8, 16, 32, 64, 100, 128, 256])('fits %i characters in whole device pixels', (count) => {
    for (const ratio of [1, 2, 3]) {
      for (const size of [CARD, { width: 306, height: 322 }]) {
        const grid = placeGrid(size, count, false, ratio);
        expect(grid.cell * count).toBeLessThanOrEqual(size.width);
        expect(Math.round(grid.cell * ratio)).toBeCloseTo(grid.cell * ratio);
        expect(grid.y + grid.cell * count).toBeCloseTo(size.height);
      }
    }
  });

  it('still fits when there are more characters than pixels', () => {
    expect(placeGrid({ width: 200, height: 200 }, 256, false, 1).cell * 256).toBeCloseTo(200);
  });
});

it('fills the room with any text where that is wanted', () => {
  for (const count of [1, 7, 64, 100]) {
    const { x, y, cell } = fillGrid({ width: 120, height: 96 }, count);
    expect(cell * count).toBeCloseTo(96);
    expect([x, y]).toEqual([0, 0]);
  }
});

describe('cellAt', () => {
  const grid = placeGrid(CARD, 64, true, 1);

  it('finds the cell under the pointer, and none in the future', () => {
    expect(cellAt(grid, grid.x + 8 * 40 + 3, 11 + 8 * 41 + 7, null)).toEqual({
      row: 41,
      column: 40,
    });
    expect(cellAt(grid, grid.x + 8 * 42, 11 + 8 * 41, null)).toBeNull();
    expect(cellAt(grid, 2, 100, null)).toBeNull();
  });

  it('stays on a locked row, wherever the pointer is', () => {
    expect(cellAt(grid, grid.x + 8 * 5, 11 + 8 * 60, 41)).toEqual({ row: 41, column: 5 });
    expect(cellAt(grid, grid.x + 8 * 60, 11 + 8 * 2, 41)).toEqual({ row: 41, column: 41 });
  });
});

describe('keyCell', () => {
  it('walks inside the triangle', () => {
    expect(keyCell('ArrowRight', { row: 5, column: 5 }, 64, null)).toEqual({ row: 5, column: 5 });
    expect(keyCell('ArrowUp', { row: 5, column: 5 }, 64, null)).toEqual({ row: 4, column: 4 });
    expect(keyCell('ArrowDown', { row: 63, column: 2 }, 64, null)).toEqual({ row: 63, column: 2 });
    expect(keyCell('Home', { row: 9, column: 4 }, 64, null)).toEqual({ row: 9, column: 0 });
  });

  it('begins at the last row and keeps to a locked one', () => {
    expect(keyCell('ArrowLeft', null, 64, null)).toEqual({ row: 63, column: 63 });
    expect(keyCell('ArrowUp', { row: 9, column: 4 }, 64, 9)).toEqual({ row: 9, column: 4 });
    expect(keyCell('x', null, 64, null)).toBeUndefined();
  });
});

describe('places of words', () => {
  it('leaves every label its 8 px', () => {
    expect([4, 8, 2, 64].map(labelStride)).toEqual([2, 1, 4, 1]);
  });

  it.each([8, 64, 256])('keeps chips apart, inside, and off the triangle (%i)', (count) => {
    const grid = placeGrid(CARD, count, true, 1);
    for (let row = 0; row < count; row += Math.max(1, count >> 5)) {
      for (let column = 0; column <= row; column += Math.max(1, count >> 5)) {
        const { from, to } = placeChips(grid, { row, column }, CARD);
        const apart = from.x >= to.x + to.width || to.x >= from.x + from.width;
        expect(apart || from.y >= to.y + to.height || to.y >= from.y + from.height).toBe(true);
        for (const chip of [from, to]) {
          expect(chip.x).toBeGreaterThanOrEqual(0);
          expect(chip.x + chip.width).toBeLessThanOrEqual(CARD.width);
          expect(chip.y).toBeGreaterThanOrEqual(0);
          expect(chip.y + chip.height).toBeLessThanOrEqual(CARD.height);
        }
        // The column's chip stands above the diagonal with its whole foot.
        expect(to.x).toBeGreaterThanOrEqual(
          grid.x + Math.max(0, to.y + to.height - grid.y) - grid.cell,
        );
      }
    }
  });

  it('keeps the tooltip clear of the chips', () => {
    const grid = placeGrid(CARD, 64, true, 1);
    const tip = { width: 316, height: 44 };
    for (let row = 0; row < 64; row++) {
      for (let column = 0; column <= row; column += 3) {
        const { from, to } = placeChips(grid, { row, column }, CARD);
        const { x, y } = placeTip(grid, row, tip, CARD, [from, to]);
        for (const chip of [from, to]) {
          const clear =
            chip.x >= x + tip.width ||
            x >= chip.x + 28 ||
            chip.y >= y + tip.height ||
            y >= chip.y + 28;
          expect(clear).toBe(true);
        }
      }
    }
  });
});
