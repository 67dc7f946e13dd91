// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { placeEvents, type WantedLabel } from './labels';
import { placeTicks } from './ticks';

const label = (id: string, x: number, width = 180, rank = 0): WantedLabel => ({
  ...{ id, x, width, rank },
});

describe('placeEvents', () => {
  it('takes the first row, then the second', () => {
    const placed = placeEvents([label('a', 100), label('b', 180), label('c', 400)], 900);
    expect(placed.map(({ row, side }) => [row, side])).toEqual([
      [0, 'right'],
      [1, 'right'],
      [0, 'right'],
    ]);
  });

  it('leans left at the right end', () => {
    expect(placeEvents([label('a', 860)], 900)[0]).toMatchObject({ row: 0, side: 'left' });
  });

  it('leaves the dot alone where there is no room', () => {
    const placed = placeEvents([label('a', 100), label('b', 110), label('c', 120)], 900);
    expect(placed[2]?.side).toBe('none');
  });

  it('gives the words to what matters more, whenever it came', () => {
    const crowd = [label('a', 100), label('b', 110), label('c', 120), label('d', 130, 180, 1)];
    const placed = placeEvents(crowd, 900);
    expect(placed.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(placed[3]?.side).toBe('right');
    expect(placed[2]?.side).toBe('none');
  });

  it('never lays words on words or on a drop line, and moves nothing when one more comes', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    for (let round = 0; round < 200; round++) {
      const labels = Array.from({ length: 8 }, (_, i) =>
        label(`${i}`, 12 + random() * 900, 60 + random() * 200),
      ).sort((a, b) => a.x - b.x);
      const placed = placeEvents(labels, 940);
      expect(placeEvents(labels.slice(0, 7), 940)).toEqual(placed.slice(0, 7));
      const boxes = placed.flatMap((at, i) => {
        const width = labels[i]?.width ?? 0;
        if (at.side === 'none') return [];
        return [
          { row: at.row, from: at.side === 'right' ? at.x : at.x - 8 - width, width: width + 8 },
        ];
      });
      for (const [i, a] of boxes.entries()) {
        expect(a.from >= 0 && a.from + a.width <= 940).toBe(true);
        for (const b of boxes.slice(i + 1)) {
          if (a.row === b.row) {
            expect(a.from + a.width < b.from || b.from + b.width < a.from).toBe(true);
          }
        }
        for (const drop of placed) {
          if (a.row === 0 || drop.row === 1) continue;
          expect(drop.x < a.from || drop.x > a.from + a.width).toBe(true);
        }
      }
    }
  });
});

it('puts round ticks between the ends, none on another', () => {
  expect(placeTicks(500, 950).map(({ step }) => step)).toEqual([0, 100, 200, 300, 400, 500]);
  for (const [max, width] of [
    [500, 320],
    [7, 950],
    [10_000, 950],
    [1234, 600],
  ] as const) {
    const ticks = placeTicks(max, width);
    expect(ticks.at(-1)?.step).toBe(max);
    for (let i = 1; i < ticks.length; i++) {
      expect((ticks[i]?.x ?? 0) - (ticks[i - 1]?.x ?? 0)).toBeGreaterThan(40);
    }
  }
});
