// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { MatrixFrame } from './attention';
import { MatrixSpring, meanByDistance, strongestColumn, strongestLinks, weightAt } from './matrix';

/** Every row looks `back` characters back, or at itself where there are none. */
function backward(size: number, back: number): MatrixFrame {
  const weights = new Float32Array(size * size);
  for (let row = 0; row < size; row++) weights[row * size + Math.max(0, row - back)] = 1;
  return { size, weights };
}

describe('weightAt', () => {
  it('reads floats, bytes and a head inside a larger buffer', () => {
    expect(weightAt(backward(4, 1), 2, 1)).toBe(1);
    const two = new Uint8Array(8);
    two[4 + 2] = 51;
    expect(weightAt({ size: 2, weights: two, offset: 4 }, 1, 0)).toBeCloseTo(0.2);
  });

  it('is 0 above the diagonal, outside and for what is no number', () => {
    const weights = new Float32Array([1, 0.9, Number.NaN, 0.5]);
    expect(weightAt({ size: 2, weights }, 0, 1)).toBe(0);
    expect(weightAt({ size: 2, weights }, 1, 0)).toBe(0);
    expect(weightAt({ size: 2, weights }, 2, 0)).toBe(0);
    expect(weightAt(null, 0, 0)).toBe(0);
  });
});

describe('MatrixSpring', () => {
  it('jumps to a new size and then eases', () => {
    const spring = new MatrixSpring();
    expect(spring.take(backward(8, 1))).toBe(true);
    spring.settle();
    expect(spring.take(backward(8, 2))).toBe(false);
    expect(spring.advance(50)).toBe(true);
    const half = spring.values[5 * 8 + 3] ?? 0;
    expect(half).toBeGreaterThan(0.1);
    expect(half).toBeLessThan(0.9);
  });

  it('keeps the sum of every row while it moves', () => {
    const spring = new MatrixSpring();
    spring.take(backward(16, 1));
    spring.settle();
    spring.take(backward(16, 5));
    for (let frame = 0; frame < 12; frame++) {
      spring.advance(16.7);
      for (let row = 0; row < 16; row++) {
        const sum = spring.values.slice(row * 16, row * 16 + 16).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(1, 3);
      }
    }
  });

  it('arrives exactly, within half a second, and then rests', () => {
    const spring = new MatrixSpring();
    spring.take(backward(8, 0));
    spring.settle();
    spring.take(backward(8, 3));
    let frames = 0;
    while (spring.advance(1000 / 60) && frames < 1000) frames++;
    expect(frames).toBeGreaterThan(10);
    expect(frames).toBeLessThan(60);
    expect([...spring.values]).toEqual([...backward(8, 3).weights]);
    expect(spring.advance(16)).toBe(false);
  });

  it('takes the same way at 30 and at 120 frames a second', () => {
    const ways = [1000 / 30, 1000 / 120].map((dt) => {
      const spring = new MatrixSpring();
      spring.take(backward(4, 0));
      spring.settle();
      spring.take(backward(4, 1));
      for (let t = 0; t < 99; t += dt) spring.advance(dt);
      return spring.values[2 * 4 + 1] ?? 0;
    });
    expect(ways[0]).toBeCloseTo(ways[1] ?? -1, 4);
  });

  it('allocates nothing for a further frame', () => {
    const spring = new MatrixSpring();
    spring.take(backward(8, 0));
    const { values } = spring;
    spring.take(backward(8, 1));
    spring.advance(16);
    expect(spring.values).toBe(values);
  });

  it('shows what is no number as nothing', () => {
    const spring = new MatrixSpring();
    spring.take({ size: 2, weights: new Float32Array([Number.NaN, 0, Number.NaN, -3]) });
    spring.settle();
    expect([...spring.values]).toEqual([0, 0, 0, 0]);
  });
});

describe('summaries', () => {
  it('finds how far back a head looks', () => {
    const means = meanByDistance(backward(32, 3), new Float32Array(16));
    expect([...means].map((mean) => Math.round(mean * 1e4) / 1e4)).toEqual(
      Array.from({ length: 16 }, (_, back) => (back === 3 ? 1 : 0)),
    );
  });

  it('measures a short text on the distances it has', () => {
    expect(meanByDistance(backward(2, 1), new Float32Array(4))[1]).toBeCloseTo(1);
  });

  it('names the strongest links first, the diagonal left out', () => {
    const weights = new Float32Array([1, 0, 0, 0.6, 0.4, 0, 0.1, 0.7, 0.2]);
    expect(strongestLinks({ size: 3, weights }, 2)).toEqual([
      { row: 2, column: 1, weight: expect.closeTo(0.7) },
      { row: 1, column: 0, weight: expect.closeTo(0.6) },
    ]);
    expect(strongestColumn({ size: 3, weights }, 2)).toBe(1);
  });
});
