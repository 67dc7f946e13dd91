import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rgb } from '../heat';
import { flatPlace } from './flat';
import { FlatCells } from './flatCells';
import { CELL_WIDTH } from './layout';

/** A canvas that keeps what is put on it: jsdom has none. */
class Sheet {
  shown: ImageData | null = null;
  puts = 0;
  createImageData = (width: number, height: number) =>
    ({ width, height, data: new Uint8ClampedArray(4 * width * height) }) as ImageData;
  putImageData = (image: ImageData) => {
    this.shown = image;
    this.puts += 1;
  };
}

const CONFIG = { nEmbd: 8, nHead: 2, nLayer: 1, blockSize: 4, vocabSize: 3 };
const [WIDTH, HEIGHT] = [600, 200];
const place = flatPlace(CONFIG, { width: WIDTH, height: HEIGHT });
let sheet: Sheet;
let cells: FlatCells;
const page = { setTransform: () => {}, drawImage: () => {} } as unknown as CanvasRenderingContext2D;

/** Opacity by colour, in whole pixels. */
function inkOnSheet(): Map<string, number> {
  const found = new Map<string, number>();
  const data = sheet.shown?.data ?? [];
  for (let i = 0; i < data.length; i += 4) {
    const opacity = data[i + 3] ?? 0;
    if (opacity === 0) continue;
    const key = `${data[i]} ${data[i + 1]} ${data[i + 2]}`;
    found.set(key, (found.get(key) ?? 0) + opacity / 255);
  }
  return found;
}

beforeEach(() => {
  sheet = new Sheet();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(sheet as never);
  cells = new FlatCells();
});
afterEach(() => vi.restoreAllMocks());

it.each([1, 2])('covers of each cell what it is large, in its colour, at ratio %i', (ratio) => {
  cells.build(place, ratio * WIDTH, ratio * HEIGHT, ratio);
  for (let cell = 0; cell < place.layout.cells; cell++) cells.set(cell, '#102030');
  cells.set(5, '#f0e0d0');
  cells.drawOn(page);
  const area = (ratio * place.scale * CELL_WIDTH) ** 2;
  const ink = inkOnSheet();
  expect([...ink.keys()].toSorted()).toEqual(
    [rgb('#102030'), rgb('#f0e0d0')].map((color) => color.join(' ')),
  );
  expect(ink.get('240 224 208')).toBeCloseTo(area, 0);
  expect(ink.get('16 32 48')).toBeCloseTo(area * (place.layout.cells - 1), -1);
});

it('writes again what has changed, and nothing when nothing has', () => {
  cells.build(place, WIDTH, HEIGHT, 1);
  cells.set(0, '#102030');
  cells.drawOn(page);
  expect(sheet.puts).toBe(1);
  cells.set(0, '#102030');
  cells.drawOn(page);
  expect(sheet.puts).toBe(1);
  cells.set(0, '#f0e0d0');
  cells.drawOn(page);
  expect(sheet.puts).toBe(2);
  expect([...inkOnSheet().keys()]).toEqual(['240 224 208']);
});

it('stays within its window, however small', () => {
  const small = { ...place, scale: 30 };
  cells.build(small, 40, 20, 1);
  for (let cell = 0; cell < place.layout.cells; cell++) cells.set(cell, '#102030');
  expect(() => cells.drawOn(page)).not.toThrow();
  const area = [...inkOnSheet().values()].reduce((sum, one) => sum + one, 0);
  expect(area).toBeLessThanOrEqual(40 * 20);
});
