/**
 * Many small things in one draw call: geometry that holds a batch of copies, drawn once for each batch, and textures from which each copy reads
 * its own numbers. Plain instancing would draw as much, but where the processor draws, every instance costs it about 30 µs however small it is.
 */
import {
  BufferGeometry,
  DataTexture,
  Float32BufferAttribute,
  FloatType,
  InstancedBufferGeometry,
  RedFormat,
  RGBAFormat,
} from 'three';

/** Copies in a batch. */
export const BATCH = { cells: 64, wires: 32 } as const;
/** Texels a row. */
const WIDTH = 256;

/** GLSL that finds texel i of a `Numbers` texture. */
export const texelAt = /* glsl */ `
  vec4 texelAt(sampler2D numbers, int i) {
    return texelFetch(numbers, ivec2(i % ${WIDTH}, i / ${WIDTH}), 0);
  }
`;

/** Numbers for the graphics card, 1 or 4 a texel. Write into `array`, then `touch`. */
export class Numbers {
  readonly array: Float32Array<ArrayBuffer>;
  readonly texture: DataTexture;

  constructor(count: number, size: 1 | 4) {
    const rows = Math.max(1, Math.ceil(count / WIDTH));
    this.array = new Float32Array(WIDTH * rows * size);
    const format = size === 1 ? RedFormat : RGBAFormat;
    this.texture = new DataTexture(this.array, WIDTH, rows, format, FloatType);
    this.touch();
  }

  touch(): void {
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}

/**
 * `copies` of a geometry in one, each vertex with the number of its `copy`, drawn in as many batches as `count` things need. `parts` are runs of the
 * base's index: the batch's index holds each run for all copies, one run after the other, so that a draw range can choose among them.
 */
export function batched(
  base: BufferGeometry,
  count: number,
  copies: number,
  parts: readonly (readonly number[])[],
): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  const vertices = base.getAttribute('position').count;
  for (const name of Object.keys(base.attributes)) {
    const { array, itemSize } = base.getAttribute(name);
    const all = new Float32Array(array.length * copies);
    for (let copy = 0; copy < copies; copy++) all.set(array, copy * array.length);
    geometry.setAttribute(name, new Float32BufferAttribute(all, itemSize));
  }
  const numbers = Float32Array.from({ length: vertices * copies }, (_, i) =>
    Math.floor(i / vertices),
  );
  geometry.setAttribute('copy', new Float32BufferAttribute(numbers, 1));
  const index: number[] = [];
  for (const part of parts) {
    for (let copy = 0; copy < copies; copy++) {
      for (const vertex of part) index.push(copy * vertices + vertex);
    }
  }
  geometry.setIndex(index);
  geometry.instanceCount = Math.ceil(count / copies);
  return geometry;
}

/** Indices of a box's faces, as `boxWithoutFloor` has them. */
const FACE = 6;
const FACES = { top: 0, front: 1, back: 2, right: 3, left: 4 } as const;
/** A side that the camera sees at less than this slope may be seen on another box: the lens is long, but not endless. */
const GRAZING = 0.3;

/** Index of a box: all its faces, and then for each corner that the camera may stand at the three it sees. */
export function facesByCorner(all: readonly number[]): number[][] {
  const face = (at: number) => all.slice(at * FACE, (at + 1) * FACE);
  const corners = [FACES.right, FACES.left].flatMap((side) =>
    [FACES.front, FACES.back].map((end) => [...face(FACES.top), ...face(end), ...face(side)]),
  );
  return [[...all], ...corners];
}

const WHOLE = [0, 5 * FACE] as const;
const RUNS = [0, 1, 2, 3].map((corner) => [(5 + corner * 3) * FACE, 3 * FACE] as const);

/** Start and length of the run of `facesByCorner` to draw: u and v are shares of the way to the camera along the box's own right and front. */
export function cornerRun(u: number, v: number): readonly [number, number] {
  if (Math.min(Math.abs(u), Math.abs(v)) < GRAZING) return WHOLE;
  return RUNS[(u > 0 ? 0 : 2) + (v > 0 ? 0 : 1)] ?? WHOLE;
}

/** A strip of quads: x from 0 to 1 along it, y from −1 to 1 across. */
export function strip(pieces: number): BufferGeometry {
  const positions: number[] = [];
  const index: number[] = [];
  for (let i = 0; i <= pieces; i++) positions.push(i / pieces, -1, 0, i / pieces, 1, 0);
  for (let i = 0; i < pieces; i++) {
    const at = i * 2;
    index.push(at, at + 2, at + 1, at + 1, at + 2, at + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setIndex(index);
  return geometry;
}
