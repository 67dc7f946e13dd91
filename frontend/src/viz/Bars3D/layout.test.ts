// @vitest-environment node
import { Matrix4, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { boxWithoutFloor } from '../space/box';
import { assignTiles } from './labels';
import {
  barCount,
  barHeight,
  barIndex,
  barRow,
  cellMiddle,
  fullHeight,
  pickBar,
  writeMatrices,
  writeWeights,
} from './layout';

describe('instances', () => {
  it('are the cells of the triangle, each once', () => {
    let at = 0;
    for (let row = 0; row < 64; row++) {
      for (let column = 0; column <= row; column++) {
        expect(barIndex(row, column)).toBe(at);
        expect(barRow(at)).toBe(row);
        at++;
      }
    }
    expect(at).toBe(barCount(64));
  });

  it('take the weights of a matrix into the buffer they are given, and make none', () => {
    const values = Float32Array.from([0.1, 9, 9, 0.2, 0.3, 9, 0.4, 0.5, 0.6]);
    const out = new Float32Array(barCount(3));
    const { buffer } = out;
    writeWeights(values, 3, out);
    expect([...out]).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((n) => expect.closeTo(n)));
    expect(out.buffer).toBe(buffer);
  });

  it('stand on their cell', () => {
    const out = new Float32Array(barCount(4) * 16);
    writeMatrices(4, out);
    const matrix = new Matrix4().fromArray(out, barIndex(3, 1) * 16);
    const foot = new Vector3(0, 1, 0).applyMatrix4(matrix);
    expect(foot.toArray()).toEqual([cellMiddle(1, 4), 1, cellMiddle(3, 4)]);
  });

  it('grow with the weight, and never vanish', () => {
    expect(barHeight(1, 64)).toBeCloseTo(fullHeight(64));
    expect(barHeight(0.5, 64)).toBeLessThan(barHeight(0.6, 64));
    expect(barHeight(0, 64)).toBeGreaterThan(0);
  });
});

describe('pickBar', () => {
  const size = 8;
  const weights = new Float32Array(barCount(size));
  const above = (column: number, row: number) => ({
    ox: cellMiddle(column, size),
    oy: 50,
    oz: cellMiddle(row, size),
    dx: 0,
    dy: -1,
    dz: 0,
  });

  it('finds the bar under a ray from above, and nothing in the future', () => {
    expect(pickBar(above(2, 5), weights, size)).toBe(barIndex(5, 2));
    expect(pickBar(above(5, 2), weights, size)).toBe(-1);
  });

  it('agrees with walking along slanted rays', () => {
    const bars = Float32Array.from({ length: barCount(size) }, (_, i) => ((i * 7) % 11) / 11);
    for (let turn = 0; turn < 60; turn++) {
      const from = { ox: 14 * Math.cos(turn), oy: 9, oz: 14 * Math.sin(turn) };
      const to = { x: (turn % 9) - 4.3, z: ((turn * 5) % 9) - 4.4 };
      const ray = { ...from, dx: to.x - from.ox, dy: -from.oy, dz: to.z - from.oz };
      let walked = -1;
      for (let t = 0; t <= 1 && walked < 0; t += 0.0005) {
        const column = Math.floor(ray.ox + ray.dx * t + size / 2);
        const row = Math.floor(ray.oz + ray.dz * t + size / 2);
        if (row < 0 || row >= size || column < 0 || column > row) continue;
        const height = barHeight(bars[barIndex(row, column)] ?? 0, size);
        if (ray.oy + ray.dy * t <= height) walked = barIndex(row, column);
      }
      expect(pickBar(ray, bars, size)).toBe(walked);
    }
  });

  it('is stopped by a high bar in front', () => {
    weights[barIndex(7, 2)] = 1;
    const level = { ox: cellMiddle(2, size), oy: 0.01, oz: 20, dx: 0, dy: 0, dz: -1 };
    expect(pickBar(level, weights, size)).toBe(barIndex(7, 2));
    // A little higher only the high bar reaches.
    expect(pickBar({ ...level, oy: 1 }, weights, size)).toBe(barIndex(7, 2));
    expect(pickBar({ ...level, oy: 1, ox: cellMiddle(1, size) }, weights, size)).toBe(-1);
  });
});

it('draws boxes that look outwards', () => {
  const box = boxWithoutFloor();
  const position = box.getAttribute('position');
  const normal = box.getAttribute('normal');
  const index = box.getIndex();
  expect(index?.count).toBe(30);
  for (let i = 0; i < (index?.count ?? 0); i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) =>
      new Vector3().fromBufferAttribute(position, index?.getX(i + k) ?? 0),
    ) as [Vector3, Vector3, Vector3];
    const across = b.clone().sub(a).cross(c.clone().sub(a)).normalize();
    const wanted = new Vector3().fromBufferAttribute(normal, index?.getX(i) ?? 0);
    expect(across.distanceTo(wanted)).toBeLessThan(1e-6);
  }
});

it('gives every character one tile', () => {
  const { tiles, side, glyphs } = assignTiles([...'aba \n a']);
  expect(glyphs).toEqual(['a', 'b', '␣', '⏎']);
  expect(tiles).toEqual([0, 1, 0, 2, 3, 2, 0]);
  expect(side).toBe(2);
});
