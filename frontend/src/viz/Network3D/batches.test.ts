// @vitest-environment node
import { expect, it } from 'vitest';
import { boxWithoutFloor } from '../space/box';
import { batched, cornerRun, facesByCorner, Numbers, strip } from './batches';

const box = boxWithoutFloor();
const all = Array.from(box.getIndex()?.array ?? []);
const normals = box.getAttribute('normal');

it('draws for each corner exactly the faces that look towards it', () => {
  const runs = facesByCorner(all);
  const index = runs.flat();
  for (const [u, v] of [
    [0.5, 0.8],
    [0.5, -0.8],
    [-0.5, 0.8],
    [-0.5, -0.8],
    [0.1, 0.9],
  ] as const) {
    const [start, count] = cornerRun(u, v);
    const seen = new Set(
      index
        .slice(start, start + count)
        .map((i) => `${normals.getX(i)} ${normals.getY(i)} ${normals.getZ(i)}`),
    );
    const sides = ['1 0 0', '-1 0 0', '0 0 1', '0 0 -1'];
    const facing = sides.filter((side) => {
      const [x = 0, , z = 0] = side.split(' ').map(Number);
      return x * u + z * v > 0;
    });
    // Where one side is only grazed, all are drawn.
    const wanted = Math.min(Math.abs(u), Math.abs(v)) < 0.3 ? sides : facing;
    expect([...seen].sort()).toEqual(['0 1 0', ...wanted].sort());
  }
});

it('holds each run for all copies, one run after the other', () => {
  const line = strip(2);
  const own = Array.from(line.getIndex()?.array ?? []);
  const geometry = batched(line, 100, 32, [own, own.slice(0, 6)]);
  expect(geometry.instanceCount).toBe(4);
  expect(geometry.getAttribute('position').count).toBe(6 * 32);
  const index = geometry.getIndex();
  expect(index?.count).toBe((own.length + 6) * 32);
  const copy = geometry.getAttribute('copy');
  const copyAt = (i: number) => copy.getX(index?.getX(i) ?? 0);
  expect([
    copyAt(0),
    copyAt(own.length),
    copyAt(own.length * 32),
    copyAt(own.length * 32 + 6),
  ]).toEqual([...[0, 1, 0, 1]]);
});

it('keeps numbers where the shader looks for them', () => {
  const numbers = new Numbers(300, 4);
  const { width, height } = numbers.texture.image as { width: number; height: number };
  expect(width * height).toBeGreaterThanOrEqual(300);
  expect(numbers.array).toHaveLength(width * height * 4);
  expect(numbers.texture.image.data).toBe(numbers.array);
});
