/**
 * The 3D picture's clock and camera: draws what `Meshes` holds on demand, at most once per animation frame, and allocates nothing while it
 * does. Owns the WebGL context; knows no React and no pointer.
 */
import { PerspectiveCamera, Raycaster, Scene, Vector2, Vector3, WebGLRenderer } from 'three';
import type { Cell, MatrixSource } from '../attention';
import type { Grid } from '../Heatmap/layout';
import { MatrixSpring } from '../matrix';
import { prefersStill } from '../motion';
import { MONO } from '../palette';
import { Orbit } from '../space/orbit';
import { Pace } from '../space/pace';
import type { Orbited } from '../space/useOrbitInput';
import type { Size } from '../useSize';
import { barHeight, barIndex, barRow, cellMiddle, pickBar, type Ray } from './layout';
import { Meshes } from './meshes';
import type { Bars3DStats, UnavailableReason } from './types';

export interface SceneEvents {
  onSlow: () => void;
  onUnavailable: (reason: UnavailableReason) => void;
  /** The first picture with bars in it has been drawn, an animation frame ago. */
  onDrawn: () => void;
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
const LONGEST_FRAME_MS = 100;
const TIMES = 120;
/** A finer screen than this shows no more. */
const FINEST = 2;
/** Where edges are not smoothed while moving, the resting picture is drawn once more, finer. */
const REST_MS = 160;

export class BarsScene implements Orbited {
  readonly orbit: Orbit;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 1, 1000);
  private readonly spring = new MatrixSpring();
  private readonly pace = new Pace();
  private readonly meshes = new Meshes(this.scene);
  private readonly still = prefersStill();
  private readonly target = new Vector3();
  private readonly point = new Vector3();
  private readonly pointer = new Vector2();
  private readonly caster = new Raycaster();
  private readonly ray: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };
  private size: Size = { width: 1, height: 1 };
  private grid: Grid = { x: 0, y: 0, cell: 1, count: 1 };
  private drawn = false;
  private lying = false;
  private source: MatrixSource | null = null;
  private unsubscribe: () => void = () => {};
  private dirty = true;
  private resized = true;
  private request = 0;
  private before = 0;
  private frames = 0;
  private readonly times = new Float64Array(TIMES);
  private timed = 0;
  private disposed = false;
  private sharp = false;
  private sharpen: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    context: WebGL2RenderingContext,
    private readonly smoothed: boolean,
    private readonly events: SceneEvents,
  ) {
    this.renderer = new WebGLRenderer({ canvas, context, alpha: true });
    this.renderer.setClearColor(0x000000, 0);
    this.orbit = new Orbit(1, this.still);
    canvas.addEventListener('webglcontextlost', this.onLost);
    document.fonts?.load(`500 40px ${MONO}`).then(() => {
      if (this.disposed) return;
      this.meshes.drawAtlas();
      this.invalidate();
    });
  }

  follow(source: MatrixSource): void {
    this.unsubscribe();
    this.source = source;
    this.unsubscribe = source.subscribe(this.onNews);
    this.onNews();
  }

  setTokens(tokens: readonly string[]): void {
    this.meshes.setTokens(tokens);
    this.invalidate();
  }

  /** The picture's size, and where the flat one has its cells in it: from there the bars rise. */
  resize(size: Size, grid: Grid): void {
    this.size = size;
    this.grid = grid;
    this.resized = true;
    this.invalidate();
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

  readonly invalidate = (): void => {
    if (this.request === 0 && !this.disposed) this.request = requestAnimationFrame(this.frame);
  };

  stats(): Bars3DStats {
    const { azimuth, elevation, distance } = this.orbit;
    const kept = Math.min(this.timed, TIMES);
    return {
      drawCalls: this.renderer.info.render.calls,
      barDrawCalls: this.meshes.draws,
      triangles: this.renderer.info.render.triangles,
      frames: this.frames,
      frameMs: Array.from(
        { length: kept },
        (_, i) => this.times[(this.timed - kept + i) % TIMES] ?? 0,
      ),
      pixelRatio: this.renderer.getPixelRatio(),
      camera: { azimuth, elevation, distance },
    };
  }

  /** Draws `count` frames with fresh weights, one an animation frame; resolves to the ms between them. */
  measure(count: number): Promise<number[]> {
    return new Promise((resolve) => {
      const times: number[] = [];
      let last = 0;
      const next = (now: number) => {
        if (last > 0) times.push(now - last);
        last = now;
        if (this.disposed || times.length >= count) {
          resolve(times);
          return;
        }
        this.wake();
        this.meshes.write(this.spring.values);
        if (this.resized) this.fit();
        this.draw();
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
  }

  dispose(): void {
    this.disposed = true;
    this.unsubscribe();
    clearTimeout(this.sharpen);
    cancelAnimationFrame(this.request);
    this.canvas.removeEventListener('webglcontextlost', this.onLost);
    this.meshes.dispose();
    this.renderer.dispose();
    // A page may only hold a few contexts: this one is given back now and not when memory is short.
    this.renderer.getContext().getExtension('WEBGL_lose_context')?.loseContext();
  }

  private readonly onLost = (event: Event) => {
    event.preventDefault();
    clearTimeout(this.sharpen);
    cancelAnimationFrame(this.request);
    this.disposed = true;
    this.unsubscribe();
    this.events.onUnavailable('context-lost');
  };

  private readonly onNews = () => {
    this.dirty = true;
    this.invalidate();
  };

  private readonly frame = (now: number): void => {
    this.request = 0;
    this.wake();
    const gap = this.before === 0 ? 0 : now - this.before;
    const dt = gap === 0 ? 16 : Math.min(LONGEST_FRAME_MS, gap);
    // The first frame compiles: it says nothing about those to come.
    if (gap > 0 && this.frames > 1) this.judge(gap);
    if (this.dirty) this.take();
    const easing = this.spring.advance(dt);
    if (easing || this.meshes.rise.value !== this.orbit.rise || this.frames === 0) {
      this.meshes.write(this.spring.values);
    }
    const turning = this.orbit.advance(dt);
    if (this.resized) this.fit();
    this.draw();
    this.tell();
    const moving = easing || turning;
    this.before = moving ? now : 0;
    if (moving) this.invalidate();
    else {
      this.pace.restart();
      if (!this.smoothed) this.sharpen = setTimeout(this.rest, REST_MS);
    }
  };

  private tell(): void {
    if (!this.drawn && this.spring.size > 0) {
      this.drawn = true;
      // By the next frame the browser shows what was drawn in this one.
      requestAnimationFrame(() => !this.disposed && this.events.onDrawn());
    }
    if (this.lying && this.orbit.rise === 0) this.events.onLying();
  }

  /** Something moves again: back to the quick picture. */
  private wake(): void {
    clearTimeout(this.sharpen);
    if (!this.sharp) return;
    this.sharp = false;
    this.resized = true;
  }

  private readonly rest = () => {
    this.sharp = true;
    this.fit();
    this.draw();
  };

  private judge(gap: number): void {
    this.times[this.timed++ % TIMES] = gap;
    const said = this.pace.note(gap);
    if (said === 'lower') this.resized = true;
    if (said === 'slow') this.events.onSlow();
  }

  private take(): void {
    this.dirty = false;
    const frame = this.source?.getFrame();
    if (!frame) return;
    if (this.spring.take(frame)) {
      this.spring.settle();
      this.meshes.build(frame.size);
      this.resized = true;
    }
    if (this.still) this.spring.settle();
    this.meshes.write(this.spring.values);
  }

  private fit(): void {
    this.resized = false;
    const { width, height } = this.size;
    const { ratio, labelStride } = this.pace.quality;
    const screen = Math.min(window.devicePixelRatio || 1, FINEST);
    const finer = this.pace.level === 0 ? FINEST : screen;
    const pixels = this.sharp ? finer : screen * ratio;
    this.renderer.setPixelRatio(pixels);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    const home =
      DISTANCE * Math.max(4, this.spring.size) * Math.max(1, ASPECT / this.camera.aspect);
    this.orbit.setHome(home);
    this.camera.near = home * 0.05;
    this.camera.far = home * 5;
    this.camera.updateProjectionMatrix();
    this.meshes.fit(width * pixels, height * pixels, pixels, labelStride);
  }

  private draw(): void {
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
    this.renderer.render(this.scene, this.camera);
    this.frames++;
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
