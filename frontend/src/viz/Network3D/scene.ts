/**
 * The network's clock and camera: draws what `Meshes` holds on demand, at most once per animation frame, and allocates nothing while it does.
 * Owns the WebGL context; knows no React and no pointer.
 */
import { Scene, Vector3, WebGLRenderer } from 'three';
import { prefersStill } from '../motion';
import { SANS } from '../palette';
import type { Orbit } from '../space/orbit';
import { Pace } from '../space/pace';
import type { Orbited } from '../space/useOrbitInput';
import type { Size } from '../useSize';
import { NAME_PX } from './atlas';
import { Cells } from './cells';
import { arrange } from './fit';
import { Flow } from './flow';
import { Gaze } from './gaze';
import { cellPlace, type Layout } from './layout';
import { Light } from './light';
import { Meshes } from './meshes';
import { type Hit, Picker } from './pick';
import { nameSize, onScreen, Signs } from './signs';
import type {
  Direction,
  Inset,
  Network3DStats,
  NetworkConfig,
  NetworkPoint,
  NetworkSource,
  UnavailableReason,
} from './types';

export interface SceneEvents {
  onSlow: () => void;
  onUnavailable: (reason: UnavailableReason) => void;
  /** The first picture has been drawn, an animation frame ago. */
  onDrawn: () => void;
  /** Where the pointed cell's top, or the pointed block's middle, is in px, after each frame. */
  onTip: (x: number, y: number) => void;
}

const LONGEST_FRAME_MS = 100;
const TIMES = 120;
/** A finer screen than this shows no more. */
const FINEST = 2;
/** Where edges are not smoothed while moving, the resting picture is drawn once more, finer. */
const REST_MS = 160;

export class NetworkScene implements Orbited {
  layout: Layout | null = null;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly meshes = new Meshes(this.scene);
  private readonly pace = new Pace();
  private readonly flow = new Flow();
  private readonly picker = new Picker();
  private readonly still = prefersStill();
  private readonly gaze = new Gaze(this.still);
  private readonly light = new Light(this.meshes, this.still);
  private readonly signs = new Signs(this.meshes);
  private readonly point = new Vector3();
  private readonly foot = { x: 0, z: 0 };
  private readonly hit: Hit = { block: -1, cell: -1 };
  private cells: Cells | null = null;
  private config: NetworkConfig | null = null;
  private size: Size = { width: 1, height: 1 };
  private source: NetworkSource | null = null;
  private unsubscribe: () => void = () => {};
  private direction: Direction | null = null;
  private lit: string | null = null;
  private hovered: NetworkPoint | null = null;
  private dirty = true;
  private resized = true;
  private drawn = false;
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
    canvas.addEventListener('webglcontextlost', this.onLost);
    document.fonts?.load(`500 ${NAME_PX}px ${SANS}`).then(() => {
      if (this.disposed) return;
      this.meshes.drawNames();
      this.invalidate();
    });
  }

  /**
   * A network and its numbers in a window; its layout is made anew where another number of lines suits it better. Both at
   * once: numbers of another network would not fit.
   */
  show(config: NetworkConfig, source: NetworkSource, size: Size, inset: Inset): void {
    if (source !== this.source) this.follow(source);
    this.size = size;
    const { layout, fit } = arrange(config, size, inset);
    const same = this.config !== null && sameSizes(config, this.config);
    this.config = config;
    const { lines, tall } = this.layout ?? {};
    if (!same || lines !== layout.lines || tall !== layout.tall) {
      this.build(layout);
      this.take();
      // The same numbers in another place have nowhere to come from.
      if (same) this.cells?.settle();
      this.dirty = true;
    }
    this.gaze.setFit(fit);
    this.resized = true;
    this.invalidate();
  }

  setDirection(direction: Direction | null): void {
    if (direction !== this.direction) this.flow.news();
    this.direction = direction;
    this.flow.direction = direction;
    this.dirty = true;
    this.invalidate();
  }

  setLit(lit: string | null): void {
    this.lit = lit;
    this.light.set(lit);
    this.signs.setLit(lit);
    this.invalidate();
  }

  setOwn(own: boolean): void {
    this.meshes.own.value = own ? 1 : 0;
    this.invalidate();
  }

  setHovered(point: NetworkPoint | null): void {
    this.hovered = point;
    this.markHovered();
    this.invalidate();
  }

  /** What stands under a place of the picture, px. */
  pointAt(x: number, y: number): NetworkPoint | null {
    if (!this.layout || !this.cells) return null;
    this.gaze.rayAt(x, y, this.size);
    this.picker.pick(this.gaze.ray, this.layout, this.cells.shown, this.orbit.rise, this.hit);
    const block = this.layout.blocks[this.hit.block];
    return block ? { block: block.id, cell: this.hit.cell < 0 ? null : this.hit.cell } : null;
  }

  zoomAt(factor: number, x: number, y: number): void {
    this.gaze.zoomAt(factor, x, y, this.size);
  }

  zoomOn(factor: number, id: string | null): void {
    this.gaze.zoomOn(factor, id);
  }

  reset(): void {
    this.gaze.reset();
  }

  get orbit(): Orbit {
    return this.gaze.orbit;
  }

  readonly invalidate = (): void => {
    if (this.request === 0 && !this.disposed) this.request = requestAnimationFrame(this.frame);
  };

  stats(): Network3DStats {
    const { azimuth, elevation, distance } = this.orbit;
    const kept = Math.min(this.timed, TIMES);
    const { calls, triangles } = this.renderer.info.render;
    return {
      ...{ drawCalls: calls, cellDrawCalls: this.meshes.draws, triangles, frames: this.frames },
      cells: this.layout?.cells ?? 0,
      wires: this.meshes.wires?.count ?? 0,
      frameMs: Array.from(
        { length: kept },
        (_, i) => this.times[(this.timed - kept + i) % TIMES] ?? 0,
      ),
      pixelRatio: this.renderer.getPixelRatio(),
      cellPx: this.gaze.fitted.px,
      flowed: this.flow.forward - this.flow.backward,
      camera: { azimuth, elevation, distance },
    };
  }

  /** Draws `count` frames with fresh values, one an animation frame; resolves to the ms between them. */
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
        this.cells?.take(this.source?.getFrame() ?? null, this.direction);
        this.flow.news();
        this.step(16);
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

  private follow(source: NetworkSource): void {
    this.unsubscribe();
    this.source = source;
    this.unsubscribe = source.subscribe(this.onNews);
    this.dirty = true;
  }

  private build(layout: Layout): void {
    this.layout = layout;
    this.cells = new Cells(layout);
    this.meshes.build(layout);
    this.light.build(layout);
    this.signs.build(layout);
    this.signs.setLit(this.lit);
    this.gaze.build(layout);
    this.markHovered();
    this.dirty = true;
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
    this.flow.news();
    this.invalidate();
  };

  private readonly frame = (now: number): void => {
    this.request = 0;
    if (!this.layout) return;
    this.wake();
    const gap = this.before === 0 ? 0 : now - this.before;
    const dt = gap === 0 ? 16 : Math.min(LONGEST_FRAME_MS, gap);
    // The first frame compiles: it says nothing about those to come.
    if (gap > 0 && this.frames > 1) this.judge(gap);
    const fresh = this.dirty;
    if (fresh) this.take();
    const moving = this.step(dt, fresh);
    this.tell();
    this.before = moving ? now : 0;
    if (moving) this.invalidate();
    else {
      this.pace.restart();
      if (!this.smoothed) this.sharpen = setTimeout(this.rest, REST_MS);
    }
  };

  /** Moves everything on by `dt` ms and draws; returns whether anything still moves. */
  private step(dt: number, fresh = true): boolean {
    const { meshes, cells, gaze, flow } = this;
    if (!cells) return false;
    const easing = cells.advance(dt);
    if (easing || fresh) meshes.write(cells);
    const looking = gaze.advance(dt);
    const lighting = this.light.advance(dt);
    const flowing = flow.advance(dt, this.still);
    meshes.rise.value = gaze.orbit.rise;
    meshes.gone.value.set(flow.forward % 1, flow.backward % 1);
    meshes.flowing.value.set(flow.strengthForward, flow.strengthBackward);
    if (this.resized) this.fit();
    this.draw();
    return easing || looking || lighting || flowing;
  }

  private tell(): void {
    if (this.drawn) return;
    this.drawn = true;
    // By the next frame the browser shows what was drawn in this one.
    requestAnimationFrame(() => !this.disposed && this.events.onDrawn());
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
    this.cells?.take(this.source?.getFrame() ?? null, this.direction);
    if (this.still) this.cells?.settle();
  }

  private markHovered(): void {
    const { layout, meshes, hovered } = this;
    if (!layout) return;
    this.signs.setHovered(hovered);
    const block = hovered ? layout.byId.get(hovered.block) : undefined;
    for (let i = 0; i < layout.blocks.length; i++) {
      meshes.setState(i, 2, block?.index === i ? 1 : 0);
    }
    const cell = hovered?.cell ?? null;
    meshes.hovered.value = block && cell !== null && cell < block.count ? block.first + cell : -1;
  }

  private fit(): void {
    this.resized = false;
    const { width, height } = this.size;
    const screen = Math.min(window.devicePixelRatio || 1, FINEST);
    const finer = this.pace.level === 0 ? FINEST : screen;
    const pixels = this.sharp ? finer : screen * this.pace.quality.ratio;
    this.renderer.setPixelRatio(pixels);
    this.renderer.setSize(width, height, false);
    this.gaze.focus(this.size);
    this.meshes.thin(this.pace.quality.ratio ** 2);
    this.meshes.fit(width * pixels, height * pixels, pixels, nameSize(width));
  }

  private draw(): void {
    this.meshes.draws = 0;
    this.gaze.place();
    const { x, z } = this.gaze.side;
    this.meshes.seenFrom(x, z);
    this.signs.place(this.gaze.camera, this.size, this.point);
    this.renderer.render(this.scene, this.gaze.camera);
    this.frames++;
    this.placeTip();
  }

  private placeTip(): void {
    const { layout, hovered, cells } = this;
    const block = hovered ? layout?.byId.get(hovered.block) : undefined;
    if (!layout || !hovered || !block) return;
    const height = hovered.cell === null ? 0 : (cells?.shown[block.first + hovered.cell] ?? 0);
    const up = height > 1 || height < 0 ? 0 : height * layout.tall * this.orbit.rise;
    if (hovered.cell === null) this.point.set(block.x, layout.tall * 0.5, block.z);
    else {
      cellPlace(block, hovered.cell, layout.turn, this.foot);
      this.point.set(this.foot.x, up, this.foot.z);
    }
    if (onScreen(this.point, this.gaze.camera, this.size))
      this.events.onTip(this.point.x, this.point.y);
  }
}

const sameSizes = (a: NetworkConfig, b: NetworkConfig): boolean =>
  a.nEmbd === b.nEmbd &&
  a.nHead === b.nHead &&
  a.nLayer === b.nLayer &&
  a.blockSize === b.blockSize &&
  a.vocabSize === b.vocabSize;
