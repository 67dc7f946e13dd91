/**
 * What stands in the network's picture: the glow, the cells, the wires, the names, one draw call each. Made once per layout; afterwards only
 * numbers are written into what is there. Owns their memory; knows no camera and no clock.
 */
import {
  type BufferAttribute,
  BufferGeometry,
  CustomBlending,
  DataTexture,
  DynamicDrawUsage,
  Float32BufferAttribute,
  FloatType,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type IUniform,
  Mesh,
  PlaneGeometry,
  RGBAFormat,
  type Scene,
  ShaderMaterial,
  Vector2,
  Vector4,
} from 'three';
import { boxWithoutFloor } from '../space/box';
import { PADDING, type Tile, WordAtlas } from './atlas';
import type { Cells } from './cells';
import { cellPlace, type Layout } from './layout';
import { type Name, namesOf } from './names';
import {
  cellFragment,
  cellVertex,
  glowFragment,
  glowVertex,
  nameFragment,
  nameVertex,
  wireFragment,
  wireVertex,
} from './shaders';
import { type Wires, wiresOf, writeCarried } from './wires';

/** Straight pieces of a wire. */
const PIECES = 12;

/** A strip of `PIECES` quads: x from 0 to 1 along a wire, y from −1 to 1 across. */
function strip(): BufferGeometry {
  const positions: number[] = [];
  const index: number[] = [];
  for (let i = 0; i <= PIECES; i++) positions.push(i / PIECES, -1, 0, i / PIECES, 1, 0);
  for (let i = 0; i < PIECES; i++) {
    const at = i * 2;
    index.push(at, at + 2, at + 1, at + 1, at + 2, at + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setIndex(index);
  return geometry;
}

/** `base` drawn once an instance, with its own numbers. */
function instances(base: BufferGeometry, count: number, ...attributes: readonly string[]) {
  const geometry = new InstancedBufferGeometry();
  geometry.index = base.index;
  for (const name of attributes) {
    geometry.setAttribute(name, base.getAttribute(name) as BufferAttribute);
  }
  geometry.instanceCount = count;
  return geometry;
}

/** Numbers that change while the picture stands. */
function changing(array: Float32Array<ArrayBuffer>, size: number): InstancedBufferAttribute {
  const attribute = new InstancedBufferAttribute(array, size);
  attribute.setUsage(DynamicDrawUsage);
  return attribute;
}

export class Meshes {
  readonly rise: IUniform<number> = { value: 0 };
  /** Number of the cell pointed at, −1: none. */
  readonly hovered: IUniform<number> = { value: -1 };
  readonly own: IUniform<number> = { value: 0 };
  readonly gone = { value: new Vector2() };
  readonly flowing = { value: new Vector2() };
  readonly glows = { value: [new Vector4(), new Vector4()] };
  readonly strengths = { value: new Vector2() };
  /** Of each block: mode, lit, pointed at, nothing. */
  states = new Float32Array(4);
  names: Name[] = [];
  /** x, y in px and how it is shown, one after the other. */
  spots = new Float32Array(0);
  nameWidths = new Float32Array(0);
  wires: Wires | null = null;
  /** Draw calls for cells since it was last set to 0. */
  draws = 0;
  private readonly viewport = { value: new Vector2(1, 1) };
  private readonly ratio: IUniform<number> = { value: 1 };
  private readonly tall: IUniform<number> = { value: 1 };
  private readonly turn = { value: new Vector2(1, 0) };
  private readonly size: IUniform<number> = { value: 1 };
  private readonly sheet = { value: new Vector2(1, 1) };
  private readonly blocks: IUniform<DataTexture | null> = { value: null };
  private readonly atlas = new WordAtlas();
  private readonly box = boxWithoutFloor();
  private readonly strip = strip();
  private readonly plane = new PlaneGeometry(1, 1);
  private readonly materials: ShaderMaterial[];
  private meshes: Mesh[] = [];
  private heights: InstancedBufferAttribute | null = null;
  private carried: InstancedBufferAttribute | null = null;
  private spot: InstancedBufferAttribute | null = null;
  private tiles: InstancedBufferAttribute | null = null;

  constructor(private readonly scene: Scene) {
    const { rise, hovered, own, gone, flowing, glows, strengths } = this;
    const { viewport, ratio, tall, turn, size, sheet, blocks, atlas } = this;
    // Behind everything, and so drawn with what is solid: blended all the same.
    const glow = new ShaderMaterial({
      ...{ vertexShader: glowVertex, fragmentShader: glowFragment },
      ...{ depthTest: false, depthWrite: false, blending: CustomBlending },
      uniforms: { glows, strengths },
    });
    const cells = new ShaderMaterial({
      ...{ vertexShader: cellVertex, fragmentShader: cellFragment },
      uniforms: { blocks, turn, tall, rise, hovered, own },
    });
    const wires = new ShaderMaterial({
      ...{ vertexShader: wireVertex, fragmentShader: wireFragment },
      ...{ transparent: true, depthWrite: false },
      uniforms: { blocks, viewport, ratio, rise, gone, flowing },
    });
    const names = new ShaderMaterial({
      ...{ vertexShader: nameVertex, fragmentShader: nameFragment },
      ...{ transparent: true, depthTest: false, depthWrite: false },
      uniforms: { viewport, ratio, size, sheet, atlas: { value: atlas.texture } },
    });
    this.materials = [glow, cells, wires, names];
  }

  /** Everything that depends on the layout, once for it. */
  build(layout: Layout): void {
    this.clear();
    this.tall.value = layout.tall;
    this.turn.value.set(Math.cos(layout.turn), Math.sin(layout.turn));
    this.states = new Float32Array(layout.blocks.length * 4);
    this.blocks.value = new DataTexture(
      this.states as Float32Array<ArrayBuffer>,
      layout.blocks.length,
      1,
      RGBAFormat,
      FloatType,
    );
    this.wires = wiresOf(layout);
    this.names = namesOf(layout);
    const all = [
      instances(this.plane, 2, 'position'),
      this.cellGeometry(layout),
      this.wireGeometry(this.wires),
      this.nameGeometry(),
    ];
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
    this.drawNames();
  }

  /** Takes what the cells show over; the graphics card gets it with the next frame. */
  write(cells: Cells): void {
    if (!this.heights || !this.carried || !this.wires) return;
    (this.heights.array as Float32Array).set(cells.shown);
    this.heights.needsUpdate = true;
    const carried = this.carried.array as Float32Array;
    writeCarried(this.wires, cells.shown, cells.modes, carried);
    this.carried.needsUpdate = true;
    for (let i = 0; i < cells.modes.length; i++) this.states[i * 4] = cells.modes[i] ?? 0;
    this.touchStates();
  }

  touchStates(): void {
    if (this.blocks.value) this.blocks.value.needsUpdate = true;
  }

  touchNames(): void {
    if (this.spot) this.spot.needsUpdate = true;
  }

  /** Draws so many of the wires, 0 to 1; fewer are spread as evenly. */
  thin(share: number): void {
    const geometry = this.meshes[2]?.geometry as InstancedBufferGeometry | undefined;
    if (geometry && this.wires) geometry.instanceCount = Math.ceil(this.wires.count * share);
  }

  /** The window in pixels of the screen, pixels a CSS pixel, and px of a name's letters as a share of their full size. */
  fit(width: number, height: number, ratio: number, size: number): void {
    this.viewport.value.set(width, height);
    this.ratio.value = ratio;
    this.size.value = size;
  }

  /** Again, when the font has come. */
  drawNames(): void {
    if (!this.tiles) return;
    const found = this.atlas.draw(this.names.map(({ text }) => text));
    this.sheet.value.set(this.atlas.width, this.atlas.height);
    for (const [i, { text }] of this.names.entries()) {
      const { left, top, width, height }: Tile = found.get(text) ?? {
        ...{ left: 0, top: 0, width: 0, height: 0 },
      };
      this.tiles.array.set([left, top, width, height], i * 4);
      this.nameWidths[i] = width - 2 * PADDING;
    }
    this.tiles.needsUpdate = true;
  }

  dispose(): void {
    this.clear();
    for (const material of this.materials) material.dispose();
    for (const geometry of [this.box, this.strip, this.plane]) geometry.dispose();
    this.atlas.dispose();
  }

  private cellGeometry(layout: Layout): InstancedBufferGeometry {
    const geometry = instances(this.box, layout.cells, 'position', 'normal', 'uv');
    const place = new Float32Array(layout.cells * 3);
    const at = { x: 0, z: 0 };
    for (const block of layout.blocks) {
      for (let cell = 0; cell < block.count; cell++) {
        cellPlace(block, cell, layout.turn, at);
        place.set([at.x, at.z, block.index], (block.first + cell) * 3);
      }
    }
    geometry.setAttribute('place', new InstancedBufferAttribute(place, 3));
    this.heights = changing(new Float32Array(layout.cells), 1);
    geometry.setAttribute('height', this.heights);
    return geometry;
  }

  private wireGeometry(wires: Wires): InstancedBufferGeometry {
    const geometry = instances(this.strip, wires.count, 'position');
    const joins = new Float32Array(wires.count * 3);
    for (let i = 0; i < wires.count; i++) {
      joins.set([wires.fromBlock[i] ?? 0, wires.toBlock[i] ?? 0, i], i * 3);
    }
    geometry.setAttribute('ends', new InstancedBufferAttribute(wires.ends, 4));
    geometry.setAttribute('bend', new InstancedBufferAttribute(wires.bend, 2));
    geometry.setAttribute('joins', new InstancedBufferAttribute(joins, 3));
    this.carried = changing(new Float32Array(wires.count), 1);
    geometry.setAttribute('carried', this.carried);
    return geometry;
  }

  private nameGeometry(): InstancedBufferGeometry {
    const count = this.names.length;
    const geometry = instances(this.plane, count, 'position');
    const spots = new Float32Array(count * 3);
    this.spots = spots;
    this.nameWidths = new Float32Array(count);
    this.spot = changing(spots, 3);
    this.tiles = new InstancedBufferAttribute(new Float32Array(count * 4), 4);
    geometry.setAttribute('spot', this.spot);
    geometry.setAttribute('tile', this.tiles);
    return geometry;
  }

  private clear(): void {
    for (const mesh of this.meshes) {
      this.scene.remove(mesh);
      mesh.geometry.dispose();
    }
    this.meshes = [];
    this.blocks.value?.dispose();
    this.blocks.value = null;
    this.heights = null;
    this.carried = null;
    this.spot = null;
    this.tiles = null;
    this.wires = null;
  }
}
