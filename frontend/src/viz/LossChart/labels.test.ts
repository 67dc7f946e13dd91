// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  boxesAlong,
  boxOf,
  crosses,
  gapBetween,
  leaderOf,
  overlaps,
  placeBeside,
  placeCallouts,
  placeLineLabels,
  wrapWords,
} from './labels';
import type { Box } from './types';

const HEIGHT = 20;
const WIDTH = 150;
const place = (ys: number[], bottom = 460, ink: Box[] = []) =>
  placeLineLabels(
    ys.map((y, i) => ({ key: String(i), y, width: WIDTH })),
    HEIGHT,
    { left: 40, right: 680, top: 0, bottom, ink },
  );

describe('placeLineLabels', () => {
  it('stands above each line, and below the lowest', () => {
    const placed = place([24, 208, 354, 428]);
    expect(placed.map(({ top }) => top)).toEqual([2, 186, 332, 430]);
  });

  it('goes above the lowest line when there is no room below it', () => {
    expect(place([24, 208, 354, 428], 440).at(-1)?.top).toBe(406);
  });

  it('keeps neighbours apart however close the lines are', () => {
    for (let gap = 0; gap < 60; gap += 3) {
      const placed = place([100, 100 + gap, 100 + 2 * gap, 100 + 3 * gap]);
      for (let i = 1; i < placed.length; i++) {
        const [a, b] = [placed[i - 1]?.top ?? 0, placed[i]?.top ?? 0];
        expect(b - a, `lines ${gap} px apart`).toBeGreaterThanOrEqual(HEIGHT);
      }
    }
  });

  it('leaves the right end to a curve that comes there, each to where it is free', () => {
    // Ends just under the lowest line, as a run does that has learned more than triples.
    const falling = [
      { x: 40, y: 24 },
      { x: 160, y: 330 },
      { x: 680, y: 440 },
    ];
    const ink = boxesAlong(falling, 8, 12);
    const placed = place([24, 208, 354, 428], 460, ink);
    expect(placed.map(({ side }) => side)).toEqual(['right', 'right', 'right', 'left']);
    for (const label of placed.slice(1)) {
      const box = boxOf(label, WIDTH, HEIGHT, { left: 40, right: 680 });
      const letters = { ...box, y: box.y + 4, height: box.height - 8 };
      for (const spot of ink) expect(overlaps(letters, spot)).toBe(false);
    }
  });

  it('stays at the right end where no end is free', () => {
    const everywhere = [{ x: 0, y: 0, width: 700, height: 460 }];
    expect(place([24, 208, 354, 428], 460, everywhere)).toEqual(place([24, 208, 354, 428]));
  });

  it('stays inside when the first line is at the edge', () => {
    expect(place([4, 200])[0]?.top).toBe(6);
  });
});

describe('placeBeside', () => {
  const room = { top: 0, bottom: 300 };
  const tops = (ys: number[]) =>
    placeBeside(
      ys.map((y, i) => ({ key: String(i), y })),
      HEIGHT,
      room,
    ).map(({ top }) => top);

  it('is level with its line', () => {
    expect(tops([30, 100, 200])).toEqual([20, 90, 190]);
  });

  it('keeps neighbours apart and everything inside, however the lines lie', () => {
    for (let first = 0; first <= 300; first += 10) {
      const placed = tops([first, Math.min(300, first + 6), Math.min(300, first + 9), 300]);
      for (let i = 1; i < placed.length; i++) {
        expect((placed[i] ?? 0) - (placed[i - 1] ?? 0)).toBeGreaterThanOrEqual(HEIGHT);
      }
      expect(placed[0]).toBeGreaterThanOrEqual(0);
      expect((placed.at(-1) ?? 0) + HEIGHT).toBeLessThanOrEqual(300);
    }
  });

  it('stands past the right end', () => {
    const label = { key: 'a', top: 5, side: 'beside' } as const;
    expect(boxOf(label, 80, HEIGHT, { left: 40, right: 680 }).x).toBe(680);
  });
});

describe('gapBetween', () => {
  it('takes the place under the first line when that is free', () => {
    expect(gapBetween([24, 208, 354], 96, 20, 460)).toBe(46);
  });

  it('goes on to the first gap that is high enough, with room for the label of the next line', () => {
    expect(gapBetween([24, 66, 354], 96, 20, 460)).toBe(88);
    expect(gapBetween([24, 163, 354], 96, 20, 460)).toBe(185);
    expect(gapBetween([354, 66, 24], 96, 20, 460)).toBe(88);
  });

  it('stays under the first line where there is no gap', () => {
    expect(gapBetween([24, 60, 100], 96, 20, 130)).toBe(46);
  });
});

describe('placeCallouts', () => {
  const area = { x: 40, y: 24, width: 640, height: 430 };
  const callout = (id: string, x: number, y: number) => ({ id, x, y, width: 180, height: 28 });

  it('stands up and right of its point when that is free', () => {
    expect(placeCallouts([callout('a', 100, 300)], [], area).get('a')).toEqual({
      x: 116,
      y: 256,
      width: 180,
      height: 28,
    });
  });

  it('never touches what is taken, nor another callout, and stays inside', () => {
    const taken = [
      { x: 500, y: 180, width: 180, height: 20 },
      { x: 520, y: 330, width: 160, height: 20 },
    ];
    const wanted = [100, 110, 120, 400, 560, 670].map((x, i) => callout(String(i), x, 300));
    const placed = [...placeCallouts(wanted, taken, area).values()];
    expect(placed.length).toBeGreaterThanOrEqual(4);
    const all = [...taken, ...placed];
    all.forEach((a, i) => {
      for (const b of all.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
    });
    for (const box of placed) {
      expect(box.x).toBeGreaterThanOrEqual(area.x);
      expect(box.x + box.width).toBeLessThanOrEqual(area.x + area.width);
    }
  });

  it('never lets two lines cross, nor a line run through a box', () => {
    for (let gap = 0; gap <= 24; gap += 4) {
      const wanted = [0, 1, 2].map((i) => callout(String(i), 100 + i * gap, 200 + i * gap));
      const placed = placeCallouts(wanted, [], area);
      const leaders = wanted.flatMap((item) => {
        const box = placed.get(item.id);
        return box ? [{ item, box, leader: leaderOf(item, box) }] : [];
      });
      expect(leaders.length).toBeGreaterThan(0);
      leaders.forEach((a, i) => {
        for (const b of leaders.slice(i + 1)) expect(crosses(a.leader, b.leader)).toBe(false);
        for (const { box } of leaders.filter((other) => other !== a)) {
          for (const point of boxesAlong(a.leader, 1, 0)) expect(overlaps(point, box)).toBe(false);
        }
      });
    }
  });

  it('keeps clear of a line that is drawn', () => {
    const curve = boxesAlong(
      [
        { x: 40, y: 24 },
        { x: 680, y: 440 },
      ],
      8,
      4,
    );
    const box = placeCallouts([callout('a', 360, 232)], curve, area).get('a');
    expect(box).toBeDefined();
    for (const ink of curve) expect(box && overlaps(box, ink)).toBe(false);
    expect(curve.length).toBeGreaterThan(80);
  });

  it('leaves a callout out rather than cover something', () => {
    expect(placeCallouts([callout('a', 300, 200)], [area], area).size).toBe(0);
  });
});

describe('wrapWords', () => {
  const measure = (line: string) => line.length;
  it('breaks between words, as late as it can', () => {
    expect(wrapWords('one two three four', 9, measure)).toEqual(['one two', 'three', 'four']);
    expect(wrapWords('immeasurable a', 5, measure)).toEqual(['immeasurable', 'a']);
    expect(wrapWords('', 5, measure)).toEqual([]);
  });
});
