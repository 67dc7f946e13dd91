/** The bars' camera and what moves in them. `Meshes` holds them, a `RenderLoop` draws; knows no React and no pointer. */
import { PerspectiveCamera, Raycaster, Scene, Vector2, Vector3, type WebGLRenderer } from 'three';
import type { Cell, MatrixSource } from '../attention';
import type { Grid } from '../Heatmap/layout';
import { MatrixSpring } from '../matrix';
import { prefersStill } from '../motion';
import { MONO } from '../palette';
import type { Opened } from '../space/context';
import { Orbit } from '../space/orbit';
import type { Quality } from '../space/pace';
import { type Drawn, RenderLoop } from '../space/renderLoop';
import type { SpaceEvents } from '../space/types';
import type { Orbited } from '../space/useOrbitInput';
import type { Size } from '../useSize';
import { barHeight, barIndex, barRow, cellMiddle, pickBar, type Ray } from './layout';
import { Meshes } from './meshes';
import type { Bars3DStats } from './types';

export interface SceneEvents extends SpaceEvents {
  /** After `lie(true)`: it lies as the flat picture does. */
  onLying: () => void;
  /** Top of the pointed bar in px, after each frame; called only while one is pointed at. */
  onTip: (x: number, y: number) => void;
}

const FIELD_OF_VIEW = 35;
const HALF_VIEW = (FIELD_OF_VIEW / 2 / 180) * Math.PI;
/** Home distance in cells for each character of the text, and the shape of the window it is made for. */
const DISTANCE = 2.32;
const ASPECT = 1.06;

export class BarsScene implements Orbited, Drawn {
  readonly orbit: Orbit;
  private readonly loop: RenderLoop;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 1, 1000);
  private readonly spring = new MatrixSpring();
  private readonly meshes = new Meshes(this.scene);
  private readonly still = prefersStill();
  private readonly target = new Vector3();
  private readonly point = new Vector3();
  private readonly pointer = new Vector2();
  private readonly caster = new Raycaster();
  private readonly ray: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };
  private size: Size = { width: 1, height: 1 };
  private grid: Grid = { x: 0, y: 0, cell: 1, count: 1 };
  private lying = false;
  private source: MatrixSource | null = null;

  constructor(
    canvas: HTMLCanvasElement,
    opened: Opened,
    private readonly events: SceneEvents,
  ) {
    this.orbit = new Orbit(1, this.still);
    this.loop = new RenderLoop(canvas, opened, `500 40px ${MONO}`, this, events);
  }

  follow(source: MatrixSource): void {
    this.source = source;
    this.loop.follow(source);
  }

  setTokens(tokens: readonly string[]): void {
    this.meshes.setTokens(tokens);
    this.invalidate();
  }

  /** The picture's size, and where the flat one has its cells in it: from there the bars rise. */
  resize(size: Size, grid: Grid): void {
    this.size = size;
    this.grid = grid;
    this.loop.resize(size);
  }

  lie(lying: boolean): void {
    this.lying = lying;
    this.orbit.lie(lying);
    this.invalidate();
  }

  setHovered(cell: Cell | null): void {
    this.meshes.hovered.value.set(cell?.column ?? -1, cell?.row ?? -1);
    this.invalidate();
  }

  zoomAt(factor: number): void {
    this.orbit.zoom(factor);
  }

  reset(): void {
    this.orbit.reset();
  }

  /** The cell whose bar stands under a place of the picture, px. */
  cellAt(x: number, y: number): Cell | null {
    const { width, height } = this.size;
    this.pointer.set((x / width) * 2 - 1, 1 - (y / height) * 2);
    this.caster.setFromCamera(this.pointer, this.camera);
    const { origin, direction } = this.caster.ray;
    const { ray } = this;
    [ray.ox, ray.oy, ray.oz] = [origin.x, origin.y, origin.z];
    [ray.dx, ray.dy, ray.dz] = [direction.x, direction.y, direction.z];
    const hit = pickBar(ray, this.meshes.weights, this.spring.size);
    if (hit < 0) return null;
    const row = barRow(hit);
    return { row, column: hit - barIndex(row, 0) };
  }

  invalidate(): void {
    this.loop.invalidate();
  }

  stats(): Bars3DStats {
    const { azimuth, elevation, distance } = this.orbit;
    const camera = { azimuth, elevation, distance };
    return { ...this.loop.stats(), barDrawCalls: this.meshes.draws, camera };
  }

  measure(count: number): Promise<number[]> {
    return this.loop.measure(count);
  }

  dispose(): void {
    this.meshes.dispose();
    this.loop.dispose();
  }

  get ready(): boolean {
    return this.spring.size > 0;
  }

  drawLetters(): void {
    this.meshes.drawAtlas();
  }

  take(): void {
    const frame = this.source?.getFrame();
    if (!frame) return;
    if (this.spring.take(frame)) {
      this.spring.settle();
      this.meshes.build(frame.size);
      this.loop.refit();
    }
    if (this.still) this.spring.settle();
  }

  advance(dt: number, fresh: boolean): boolean {
    const easing = this.spring.advance(dt);
    if (easing || fresh || this.meshes.rise.value !== this.orbit.rise) {
      this.meshes.write(this.spring.values);
    }
    return this.orbit.advance(dt) || easing;
  }

  fit({ width, height }: Size, pixels: number, { labelStride }: Quality): void {
    this.camera.aspect = width / height;
    const home =
      DISTANCE * Math.max(4, this.spring.size) * Math.max(1, ASPECT / this.camera.aspect);
    this.orbit.setHome(home);
    this.camera.near = home * 0.05;
    this.camera.far = home * 5;
    this.camera.updateProjectionMatrix();
    this.meshes.fit(width * pixels, height * pixels, pixels, labelStride);
  }

  draw(renderer: WebGLRenderer): void {
    this.meshes.draws = 0;
    const { size } = this.spring;
    const { rise } = this.orbit;
    const { x: left, y: top, cell } = this.grid;
    const { width, height: high } = this.size;
    this.orbit.place(this.camera.position, high / 2 / (Math.tan(HALF_VIEW) * cell));
    // What the flat picture has in its middle.
    this.target.set((width / 2 - left) / cell - size / 2, 0, (high / 2 - top) / cell - size / 2);
    // The future leaves the upper right empty: the middle of what stands is further down and left.
    this.point.set(-size * 0.035, size * 0.05, size * 0.05);
    this.target.lerp(this.point, rise);
    this.camera.position.add(this.target);
    this.camera.lookAt(this.target);
    this.meshes.rise.value = this.orbit.rise;
    const { x: eye, z: depth } = this.camera.position;
    this.meshes.sides.value.set(eye > this.target.x ? 1 : 0, depth < this.target.z ? 1 : 0);
    renderer.render(this.scene, this.camera);
    if (this.lying && this.orbit.rise === 0) this.events.onLying();
    this.placeTip();
  }

  private placeTip(): void {
    const { size } = this.spring;
    const { x: column, y: row } = this.meshes.hovered.value;
    if (row < 0 || column < 0 || row >= size || column > row) return;
    const height =
      barHeight(this.meshes.weights[barIndex(row, column)] ?? 0, size) * this.orbit.rise;
    this.point.set(cellMiddle(column, size), height, cellMiddle(row, size)).project(this.camera);
    this.events.onTip(
      ((this.point.x + 1) / 2) * this.size.width,
      ((1 - this.point.y) / 2) * this.size.height,
    );
  }
}
