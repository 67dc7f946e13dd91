// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { spreadNames } from './spread';

const SIZE = 20;

/** n points in a square of px, always the same ones. */
function crowd(n: number, edge: number): Float32Array {
  let seed = 7;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return (seed / 2147483647) * edge;
  };
  return Float32Array.from({ length: n * 3 }, (_, i) => (i % 3 === 2 ? 1 : next()));
}

/** Pairs of names that hide more than half of each other. */
function hidden(points: Float32Array, moved: Float32Array): number {
  const n = points.length / 3;
  const at = (i: number, axis: 0 | 1) => (points[i * 3 + axis] ?? 0) + (moved[i * 2 + axis] ?? 0);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.abs(at(i, 0) - at(j, 0)), Math.abs(at(i, 1) - at(j, 1))];
      if (dx < SIZE / 2 && dy < SIZE / 2) count++;
    }
  }
  return count;
}

describe('spreadNames', () => {
  it('leaves names alone that are apart', () => {
    const out = new Float32Array(4).fill(9);
    spreadNames(Float32Array.of(0, 0, 1, 40, 3, 1), SIZE, out);
    expect([...out]).toEqual([0, 0, 0, 0]);
  });

  it('parts two at the same place', () => {
    const out = new Float32Array(4);
    spreadNames(Float32Array.of(5, 5, 1, 5, 5, 1), SIZE, out);
    expect(Math.abs((out[2] ?? 0) - (out[0] ?? 0))).toBeGreaterThan(SIZE * 0.9);
  });

  it('parts a crowd, and moves none out of reach of its point', () => {
    const points = crowd(26, 90);
    const out = new Float32Array(52);
    expect(hidden(points, out)).toBeGreaterThan(10);
    spreadNames(points, SIZE, out);
    expect(hidden(points, out)).toBe(0);
    expect(Math.max(...out.map(Math.abs))).toBeLessThanOrEqual(2.6 * SIZE);
  });

  it('says the same of the same points', () => {
    const points = crowd(40, 200);
    const [a, b] = [new Float32Array(80), new Float32Array(80).fill(3)];
    spreadNames(points, SIZE, a);
    spreadNames(points, SIZE, b);
    expect(a).toEqual(b);
  });
});
