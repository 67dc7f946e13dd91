// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { BEST_ROOM, placeBestName } from './bestName';
import { boxesAlong, overlaps } from './labels';

const AREA = { x: 0, y: 0, width: 500, height: 300 };
const along = (...points: [number, number][]) =>
  boxesAlong(
    points.map(([x, y]) => ({ x, y })),
    4,
    4,
  );

describe('the name of the best ring', () => {
  it('stands below it, within the room that the axis leaves', () => {
    const box = placeBestName({ x: 200, y: 250 }, 30, [], AREA);
    expect(box.x + box.width / 2).toBe(200);
    expect(box.y).toBeGreaterThan(250);
    expect(box.y + box.height).toBeLessThanOrEqual(250 + BEST_ROOM);
  });

  it('steps aside where a line falls on below the ring', () => {
    const falling = along([0, 100], [200, 250], [240, 270], [500, 290]);
    const box = placeBestName({ x: 200, y: 245 }, 30, falling, AREA);
    expect(falling.some((piece) => overlaps(box, piece))).toBe(false);
  });

  it('finds a place where the ring lies on the floor and lines run on both sides of it', () => {
    const valley = along([0, 150], [190, 288], [210, 288], [400, 200]);
    const flat = along([0, 299], [500, 299]);
    const box = placeBestName({ x: 200, y: 290 }, 30, [...valley, ...flat], AREA);
    expect([...valley, ...flat].some((piece) => overlaps(box, piece))).toBe(false);
    expect(box.y + box.height).toBeLessThanOrEqual(300);
  });

  it('stays inside at the ends of the axis', () => {
    for (const x of [0, 500]) {
      const box = placeBestName({ x, y: 150 }, 30, [], AREA);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(500);
    }
  });
});
