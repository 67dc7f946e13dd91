/** A unit box around the y axis, standing on y 0, without the floor nobody sees. */
import { BufferGeometry, Float32BufferAttribute } from 'three';

type Corner = readonly [number, number, number];

/** Each face: its normal, and its corners against the clock, seen from outside. */
const FACES: readonly (readonly [Corner, readonly [Corner, Corner, Corner, Corner]])[] = [
  [
    [0, 1, 0],
    [
      [-1, 1, 1],
      [1, 1, 1],
      [1, 1, -1],
      [-1, 1, -1],
    ],
  ],
  [
    [0, 0, 1],
    [
      [-1, 0, 1],
      [1, 0, 1],
      [1, 1, 1],
      [-1, 1, 1],
    ],
  ],
  [
    [0, 0, -1],
    [
      [1, 0, -1],
      [-1, 0, -1],
      [-1, 1, -1],
      [1, 1, -1],
    ],
  ],
  [
    [1, 0, 0],
    [
      [1, 0, 1],
      [1, 0, -1],
      [1, 1, -1],
      [1, 1, 1],
    ],
  ],
  [
    [-1, 0, 0],
    [
      [-1, 0, -1],
      [-1, 0, 1],
      [-1, 1, 1],
      [-1, 1, -1],
    ],
  ],
];
const CORNERS_UV = [0, 0, 1, 0, 1, 1, 0, 1];

export function boxWithoutFloor(): BufferGeometry {
  const positions: number[] = [];
  const normals: number[] = [];
  const uvs: number[] = [];
  const index: number[] = [];
  for (const [normal, corners] of FACES) {
    const first = positions.length / 3;
    for (const [x, y, z] of corners) {
      positions.push(x / 2, y, z / 2);
      normals.push(...normal);
    }
    uvs.push(...CORNERS_UV);
    index.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute('normal', new Float32BufferAttribute(normals, 3));
  geometry.setAttribute('uv', new Float32BufferAttribute(uvs, 2));
  geometry.setIndex(index);
  return geometry;
}
