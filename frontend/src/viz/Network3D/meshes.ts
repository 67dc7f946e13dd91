/**
 * What stands in the network's picture: the glow, the cells, the wires, one draw call each. Made once per layout; afterwards only
 * numbers are written into what is there. Owns their memory; knows no camera and no clock.
 */
import {
  type BufferAttribute,
  CustomBlending,
  InstancedBufferGeometry,
  type IUniform,
  Mesh,
  PlaneGeometry,
  type Scene,
  ShaderMaterial,
  type Texture,
  Vector2,
  Vector4,
} from 'three';
import { boxWithoutFloor } from '../space/box';
import { BATCH, batched, cornerRun, facesByCorner, Numbers, strip } from './batches';
import type { Cells } from './cells';
import { cellPlace, type Layout } from './layout';
import {
  cellFragment,
  cellVertex,
  glowFragment,
  glowVertex,
  wireFragment,
  wireVertex,
} from './shaders';
import { type Wires, wiresOf, writeCarried } from './wires';

/** Straight pieces of a wire. */
const PIECES = 12;
type Slot = IUniform<Texture | null>;
const slot = (): Slot => ({ value: null });

export class Meshes {
  readonly rise: IUniform<number> = { value: 0 };
  /** Number of the cell pointed at, −1: none. */
  readonly hovered: IUniform<number> = { value: -1 };
  readonly own: IUniform<number> = { value: 0 };
  readonly gone = { value: new Vector2() };
  readonly flowing = { value: new Vector2() };
  readonly glows = { value: [new Vector4(), new Vector4()] };
  readonly strengths = { value: new Vector2() };
  wires: Wires | null = null;
  /** Draw calls for cells since it was last set to 0. */
  draws = 0;
  private readonly viewport = { value: new Vector2(1, 1) };
  private readonly ratio: IUniform<number> = { value: 1 };
  private readonly tall: IUniform<number> = { value: 1 };
  private readonly turn = { value: new Vector2(1, 0) };
  private readonly counts = { cells: { value: 0 }, wires: { value: 0 } };
  private readonly slots = {
    ...{ blocks: slot(), places: slot(), heights: slot() },
    ...{ ends: slot(), joins: slot(), carried: slot() },
  };
  private readonly box = boxWithoutFloor();
  private readonly strip = strip(PIECES);
  private readonly plane = new PlaneGeometry(1, 1);
  private readonly materials: ShaderMaterial[];
  private meshes: Mesh[] = [];
  private numbers: Numbers[] = [];
  /** Of each block: mode, lit, pointed at, nothing. */
  private block = new Numbers(1, 4);
  private height = new Numbers(1, 1);
  private carry = new Numbers(1, 1);

  constructor(private readonly scene: Scene) {
    const { rise, hovered, own, gone, flowing, glows, strengths } = this;
    const { viewport, ratio, tall, turn, counts } = this;
    const { blocks, places, heights, ends, joins, carried } = this.slots;
    // Behind everything, and so drawn with what is solid: blended all the same.
    const glow = new ShaderMaterial({
      ...{ vertexShader: glowVertex, fragmentShader: glowFragment },
      ...{ depthTest: false, depthWrite: false, blending: CustomBlending },
      uniforms: { glows, strengths },
    });
    const cells = new ShaderMaterial({
      ...{ vertexShader: cellVertex, fragmentShader: cellFragment },
      uniforms: {
        ...{ blocks, places, heights, count: counts.cells },
        ...{ turn, tall, rise, hovered, own },
      },
    });
    const wires = new ShaderMaterial({
      ...{ vertexShader: wireVertex, fragmentShader: wireFragment },
      ...{ transparent: true, depthWrite: false },
      uniforms: {
        ...{ blocks, ends, joins, carried, count: counts.wires },
        ...{ viewport, ratio, rise, gone, flowing },
      },
    });
    this.materials = [glow, cells, wires];
  }

  /** Everything that depends on the layout, once for it. */
  build(layout: Layout): void {
    this.clear();
    this.tall.value = layout.tall;
    this.turn.value.set(Math.cos(layout.turn), Math.sin(layout.turn));
    this.block = this.numbersFor(this.slots.blocks, layout.blocks.length, 4);
    this.wires = wiresOf(layout);
    const all = [this.glowGeometry(), this.cellGeometry(layout), this.wireGeometry(this.wires)];
    this.meshes = all.map((geometry, i) => {
      const mesh = new Mesh(geometry, this.materials[i]);
      // Their own bounds say nothing about where the shaders put them.
      mesh.frustumCulled = false;
      mesh.renderOrder = i;
      this.scene.add(mesh);
      return mesh;
    });
    const cells = this.meshes[1];
    if (cells) cells.onBeforeRender = () => void this.draws++;
  }

  /** Takes what the cells show over; the graphics card gets it with the next frame. */
  write(cells: Cells): void {
    if (!this.wires) return;
    this.height.array.set(cells.shown);
    this.height.touch();
    writeCarried(this.wires, cells.shown, cells.modes, this.carry.array);
    this.carry.touch();
    for (let i = 0; i < cells.modes.length; i++) this.setState(i, 0, cells.modes[i] ?? 0);
  }

  /** From where the cells are seen: shares of the way to the camera, to the right and to the front. */
  seenFrom(x: number, z: number): void {
    const { x: c, y: s } = this.turn.value;
    const [u, v] = [x * c + z * s, z * c - x * s];
    const [start, count] = cornerRun(u, v);
    this.meshes[1]?.geometry.setDrawRange(start * BATCH.cells, count * BATCH.cells);
  }

  /** How much a block is lit (1) or pointed at (2). */
  setState(block: number, which: 0 | 1 | 2, value: number): void {
    const at = block * 4 + which;
    if (this.block.array[at] === value) return;
    this.block.array[at] = value;
    this.block.touch();
  }

  stateOf(block: number, which: 0 | 1 | 2): number {
    return this.block.array[block * 4 + which] ?? 0;
  }

  /** Draws so many of the wires, 0 to 1; fewer are spread as evenly. */
  thin(share: number): void {
    const geometry = this.meshes[2]?.geometry;
    if (!(geometry instanceof InstancedBufferGeometry) || !this.wires) return;
    geometry.instanceCount = Math.ceil((this.wires.count * share) / BATCH.wires);
  }

  /** The window in pixels of the screen, and pixels a CSS pixel. */
  fit(width: number, height: number, ratio: number): void {
    this.viewport.value.set(width, height);
    this.ratio.value = ratio;
  }

  dispose(): void {
    this.clear();
    for (const material of this.materials) material.dispose();
    for (const geometry of [this.box, this.strip, this.plane]) geometry.dispose();
  }

  /** Numbers of this layout, in the place where the shaders look for them. */
  private numbersFor(place: Slot, count: number, size: 1 | 4): Numbers {
    const made = new Numbers(count, size);
    this.numbers.push(made);
    place.value = made.texture;
    return made;
  }

  private cellGeometry(layout: Layout): InstancedBufferGeometry {
    const places = this.numbersFor(this.slots.places, layout.cells, 4);
    const at = { x: 0, z: 0 };
    for (const block of layout.blocks) {
      for (let cell = 0; cell < block.count; cell++) {
        cellPlace(block, cell, layout.turn, at);
        places.array.set([at.x, at.z, block.index], (block.first + cell) * 4);
      }
    }
    this.height = this.numbersFor(this.slots.heights, layout.cells, 1);
    this.counts.cells.value = layout.cells;
    const faces = facesByCorner(Array.from(this.box.getIndex()?.array ?? []));
    return batched(this.box, layout.cells, BATCH.cells, faces);
  }

  private wireGeometry(wires: Wires): InstancedBufferGeometry {
    const ends = this.numbersFor(this.slots.ends, wires.count, 4);
    ends.array.set(wires.ends);
    const joins = this.numbersFor(this.slots.joins, wires.count, 4);
    for (let i = 0; i < wires.count; i++) {
      const { fromBlock, toBlock, bend } = wires;
      const own = [fromBlock[i] ?? 0, toBlock[i] ?? 0, bend[i * 2] ?? 0, bend[i * 2 + 1] ?? 0];
      joins.array.set(own, i * 4);
    }
    this.carry = this.numbersFor(this.slots.carried, wires.count, 1);
    this.counts.wires.value = wires.count;
    const index = Array.from(this.strip.getIndex()?.array ?? []);
    return batched(this.strip, wires.count, BATCH.wires, [index]);
  }

  private glowGeometry(): InstancedBufferGeometry {
    const geometry = new InstancedBufferGeometry();
    geometry.index = this.plane.index;
    geometry.setAttribute('position', this.plane.getAttribute('position') as BufferAttribute);
    geometry.instanceCount = 2;
    return geometry;
  }

  private clear(): void {
    for (const mesh of this.meshes) {
      this.scene.remove(mesh);
      mesh.geometry.dispose();
    }
    for (const numbers of this.numbers) numbers.dispose();
    this.meshes = [];
    this.numbers = [];
    this.wires = null;
  }
}
