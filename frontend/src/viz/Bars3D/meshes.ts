/**
 * What stands in the 3D picture: one instanced mesh of bars and one of labels, with their materials. Made once per text length; afterwards only
 * numbers are written into what is there. Owns their memory; knows no camera and no clock.
 */
import {
  type BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  InstancedMesh,
  type IUniform,
  Mesh,
  PlaneGeometry,
  type Scene,
  ShaderMaterial,
  Vector2,
} from 'three';
import { boxWithoutFloor } from '../space/box';
import { Atlas, assignTiles } from './labels';
import { barCount, fullHeight, writeMatrices, writeWeights } from './layout';
import { barFragment, barVertex, labelFragment, labelVertex } from './shaders';

export class Meshes {
  /** Column and row that are pointed at; -1: none. */
  readonly hovered = { value: new Vector2(-1, -1) };
  /** 0 flat, 1 standing. */
  readonly rise: IUniform<number> = { value: 0 };
  /** One weight a bar, row after row, as last uploaded. */
  weights = new Float32Array(0);
  /** Draw calls for bars since it was last set to 0. */
  draws = 0;
  /** Whether rows and columns are named along the diagonal, 1 or 0. */
  readonly sides = { value: new Vector2(0, 0) };
  private readonly cells: IUniform<number> = { value: 1 };
  private readonly tall: IUniform<number> = { value: 1 };
  private readonly viewport = { value: new Vector2(1, 1) };
  private readonly tiles: IUniform<number> = { value: 1 };
  private readonly stride: IUniform<number> = { value: 1 };
  private readonly ratio: IUniform<number> = { value: 1 };
  private readonly atlas = new Atlas();
  private readonly box: BufferGeometry = boxWithoutFloor();
  private readonly plane = new PlaneGeometry(1, 1);
  private readonly bars: ShaderMaterial;
  private readonly letters: ShaderMaterial;
  private mesh: InstancedMesh | null = null;
  private labels: Mesh<InstancedBufferGeometry> | null = null;
  private attribute: InstancedBufferAttribute | null = null;
  private tokens: readonly string[] = [];

  constructor(private readonly scene: Scene) {
    const { hovered, rise, sides, cells, tall, viewport, tiles, stride, ratio, atlas } = this;
    this.bars = new ShaderMaterial({
      vertexShader: barVertex,
      fragmentShader: barFragment,
      uniforms: { size: cells, tall, rise, hovered },
    });
    this.letters = new ShaderMaterial({
      vertexShader: labelVertex,
      fragmentShader: labelFragment,
      transparent: true,
      depthWrite: false,
      // Bars stand before them wherever the camera is: a name that is hidden helps nobody.
      depthTest: false,
      uniforms: {
        ...{ atlas: { value: atlas.texture }, viewport, hovered, sides, size: cells },
        ...{ tiles, stride, ratio },
      },
    });
  }

  /** Everything that depends on the text's length, once for it. */
  build(size: number): void {
    this.clear();
    const count = barCount(size);
    this.weights = new Float32Array(count);
    this.attribute = new InstancedBufferAttribute(this.weights, 1);
    this.attribute.setUsage(DynamicDrawUsage);
    const geometry = new BufferGeometry().copy(this.box);
    geometry.setAttribute('weight', this.attribute);
    const mesh = new InstancedMesh(geometry, this.bars, count);
    writeMatrices(size, mesh.instanceMatrix.array as Float32Array);
    mesh.instanceMatrix.needsUpdate = true;
    // Its own bounds say nothing about how high the shader makes it.
    mesh.frustumCulled = false;
    mesh.onBeforeRender = () => {
      this.draws++;
    };
    this.mesh = mesh;
    this.scene.add(mesh);
    this.cells.value = size;
    this.tall.value = fullHeight(size);
    this.buildLabels(size);
  }

  setTokens(tokens: readonly string[]): void {
    this.tokens = tokens;
    if (this.labels) this.buildLabels(this.cells.value);
  }

  /** Takes a T × T triangle over; the graphics card gets it with the next frame. */
  write(values: Float32Array): void {
    if (!this.attribute) return;
    writeWeights(values, this.cells.value, this.weights);
    this.attribute.needsUpdate = true;
  }

  /** The window in pixels of the screen, pixels a CSS pixel, and every how many characters get a label. */
  fit(width: number, height: number, ratio: number, stride: number): void {
    this.viewport.value.set(width, height);
    this.ratio.value = ratio;
    this.stride.value = stride;
  }

  drawAtlas(): void {
    const { side, glyphs } = assignTiles(this.tokens);
    this.atlas.draw(glyphs, side);
    this.tiles.value = side;
  }

  dispose(): void {
    this.clear();
    this.box.dispose();
    this.plane.dispose();
    this.bars.dispose();
    this.letters.dispose();
    this.atlas.dispose();
  }

  private buildLabels(size: number): void {
    if (this.labels) {
      this.scene.remove(this.labels);
      this.labels.geometry.dispose();
    }
    const geometry = new InstancedBufferGeometry();
    geometry.index = this.plane.index;
    geometry.setAttribute('position', this.plane.getAttribute('position') as BufferAttribute);
    const { tiles } = assignTiles(this.tokens);
    const tile = new Float32Array(size * 2);
    const kind = new Float32Array(size * 4);
    for (let i = 0; i < size; i++) {
      tile.set([tiles[i] ?? 0, tiles[i] ?? 0], i * 2);
      kind.set([i, 0, i, 1], i * 4);
    }
    geometry.setAttribute('tile', new InstancedBufferAttribute(tile, 1));
    geometry.setAttribute('kind', new InstancedBufferAttribute(kind, 2));
    geometry.instanceCount = size * 2;
    const labels = new Mesh(geometry, this.letters);
    labels.frustumCulled = false;
    this.labels = labels;
    this.scene.add(labels);
    this.drawAtlas();
  }

  private clear(): void {
    for (const mesh of [this.mesh, this.labels]) {
      if (!mesh) continue;
      this.scene.remove(mesh);
      mesh.geometry.dispose();
    }
    this.mesh?.dispose();
    this.mesh = null;
    this.labels = null;
    this.attribute = null;
  }
}
