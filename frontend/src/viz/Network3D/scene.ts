/**
 * The network's clock and camera: draws what `Meshes` holds on demand, at most once per animation frame, and allocates nothing while it does.
 * Owns the WebGL context; knows no React and no pointer.
 */
import { PerspectiveCamera, Raycaster, Scene, Vector2, Vector3, WebGLRenderer } from 'three';
import { approach, prefersStill } from '../motion';
import { SANS } from '../palette';
import { Orbit } from '../space/orbit';
import { Pace } from '../space/pace';
import type { Orbited } from '../space/useOrbitInput';
import type { Size } from '../useSize';
import { NAME_PX } from './atlas';
import { Cells } from './cells';
import { arrange, type Fit, middleOf, POSE, slopeUp } from './fit';
import { Flow } from './flow';
import { cellPlace, HANGING, isWithin, type Layout } from './layout';
import { Meshes } from './meshes';
import { giveRoom, litStages } from './names';
import { type Hit, Picker, type Ray } from './pick';
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
const NEAREST = 0.05;
const FOLLOW_MS = 60;
const LIT_MS = 90;
const NEAR = 1e-3;
/** px between a line's foot and the middle of its names. */
const NAME_BELOW = 8;
/** Names are smaller in a narrow window. */
const NARROW_PX = 520;
const NARROW_NAMES = 12 / 14;

export class NetworkScene implements Orbited {
  readonly orbit: Orbit;
  layout: Layout | null = null;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(20, 1, 1, 1000);
  private readonly meshes = new Meshes(this.scene);
  private readonly pace = new Pace();
  private readonly flow = new Flow();
  private readonly picker = new Picker();
  private readonly still = prefersStill();
  private readonly middle = new Vector3();
  private readonly aim = new Vector3();
  private readonly target = new Vector3();
  private readonly point = new Vector3();
  private readonly pointer = new Vector2();
  private readonly caster = new Raycaster();
  private readonly ray: Ray = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0 };
  private readonly foot = { x: 0, z: 0 };
  private readonly hit: Hit = { block: -1, cell: -1 };
  private cells: Cells | null = null;
  private config: NetworkConfig | null = null;
  private fitted: Fit = { distance: 1, shiftX: 0, shiftY: 0, px: 1 };
  private size: Size = { width: 1, height: 1 };
  private source: NetworkSource | null = null;
  private unsubscribe: () => void = () => {};
  private direction: Direction | null = null;
  private lit: string | null = null;
  private hovered: NetworkPoint | null = null;
  private litStage = new Uint8Array(0);
  private litNow = false;
  private xs = new Float32Array(0);
  private ys = new Float32Array(0);
  private roomy = new Uint8Array(0);
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
    this.orbit = new Orbit(1, this.still, POSE, NEAREST);
    canvas.addEventListener('webglcontextlost', this.onLost);
    document.fonts?.load(`500 ${NAME_PX}px ${SANS}`).then(() => {
      if (this.disposed) return;
      this.meshes.drawNames();
      this.invalidate();
    });
  }

  follow(source: NetworkSource): void {
    this.unsubscribe();
    this.source = source;
    this.unsubscribe = source.subscribe(this.onNews);
    this.dirty = true;
    this.invalidate();
  }

  /** A network in a window; its layout is made anew where another number of lines suits it better. */
  show(config: NetworkConfig, size: Size, inset: Inset): void {
    this.size = size;
    const { layout, fit } = arrange(config, size, inset);
    const same = this.config !== null && sameSizes(config, this.config);
    this.fitted = fit;
    this.config = config;
    if (!same || this.layout?.lines !== layout.lines || this.layout.tall !== layout.tall) this.build(layout);
    this.orbit.setHome(fit.distance);
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
    if (this.layout) litStages(this.layout, lit, this.litStage);
    this.placeGlow();
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
    this.aimRay(x, y);
    this.picker.pick(this.ray, this.layout, this.cells.shown, this.orbit.rise, this.hit);
    const block = this.layout.blocks[this.hit.block];
    return block ? { block: block.id, cell: this.hit.cell < 0 ? null : this.hit.cell } : null;
  }

  zoomAt(factor: number, x: number, y: number): void {
    const before = this.orbit.zoomed;
    this.orbit.zoom(factor);
    const share = this.orbit.zoomed / before;
    if (this.orbit.zoomed >= 1) {
      this.aim.copy(this.middle);
      return;
    }
    this.aimRay(x, y);
    const { ray } = this;
    // What lies on the ground there keeps its place; a look at the sky zooms at the middle.
    const far = ray.dy < -1e-3 ? -ray.oy / ray.dy : Number.POSITIVE_INFINITY;
    const box = this.layout?.box;
    if (!box || !Number.isFinite(far) || far > this.fitted.distance * 3) return;
    const [hx, hz] = [ray.ox + ray.dx * far, ray.oz + ray.dz * far];
    this.aim.x = Math.min(box.right, Math.max(box.left, hx + (this.aim.x - hx) * share));
    this.aim.z = Math.min(box.front, Math.max(box.back, hz + (this.aim.z - hz) * share));
  }

  /** Nearer to or further from a block, or what is in the middle. */
  zoomOn(factor: number, id: string | null): void {
    this.orbit.zoom(factor);
    const block = id === null ? undefined : this.layout?.byId.get(id);
    if (this.orbit.zoomed >= 1) this.aim.copy(this.middle);
    else if (block && factor < 1) this.aim.set(block.x, this.middle.y, block.z);
  }

  reset(): void {
    this.orbit.reset();
    this.aim.copy(this.middle);
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
      cellPx: this.fitted.px,
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

  private build(layout: Layout): void {
    const first = this.layout === null;
    this.layout = layout;
    this.cells = new Cells(layout);
    this.meshes.build(layout);
    const count = this.meshes.names.length;
    this.litStage = new Uint8Array(layout.stages.length);
    this.xs = new Float32Array(count);
    this.ys = new Float32Array(count);
    this.roomy = new Uint8Array(count);
    middleOf(layout.box, this.middle);
    this.aim.copy(this.middle);
    if (first || this.still) this.target.copy(this.middle);
    this.setLit(this.lit);
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
    const { meshes, cells, orbit, flow } = this;
    if (!cells) return false;
    const easing = cells.advance(dt);
    if (easing || fresh) meshes.write(cells);
    const turning = orbit.advance(dt);
    const sliding = this.slide(dt);
    const lighting = this.light(dt);
    const flowing = flow.advance(dt, this.still);
    meshes.rise.value = orbit.rise;
    meshes.gone.value.set(flow.forward % 1, flow.backward % 1);
    meshes.flowing.value.set(flow.strengthForward, flow.strengthBackward);
    if (this.resized) this.fit();
    this.draw();
    return easing || turning || sliding || lighting || flowing;
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

  /** Towards where the camera looks. */
  private slide(dt: number): boolean {
    const { target, aim } = this;
    const far = target.distanceToSquared(aim) > (NEAR * this.fitted.distance) ** 2;
    if (!far || this.still) {
      target.copy(aim);
      return false;
    }
    target.x = approach(target.x, aim.x, dt, FOLLOW_MS);
    target.y = approach(target.y, aim.y, dt, FOLLOW_MS);
    target.z = approach(target.z, aim.z, dt, FOLLOW_MS);
    return true;
  }

  /** Light comes and goes. */
  private light(dt: number): boolean {
    const { layout, meshes, lit, still } = this;
    if (!layout) return false;
    let moving = false;
    for (let i = 0; i < layout.blocks.length; i++) {
      const goal = isWithin(layout.blocks[i]?.id ?? '', lit) ? 1 : 0;
      const at = i * 4 + 1;
      const from = meshes.states[at] ?? 0;
      if (from === goal) continue;
      const next = still || Math.abs(from - goal) < 0.01 ? goal : approach(from, goal, dt, LIT_MS);
      meshes.states[at] = next;
      moving ||= next !== goal;
      meshes.touchStates();
    }
    const { value } = meshes.strengths;
    const [now, then] = [this.litNow ? 1 : 0, 0];
    value.x = still || Math.abs(value.x - now) < 0.01 ? now : approach(value.x, now, dt, LIT_MS);
    value.y = still || value.y < 0.01 ? then : approach(value.y, then, dt, LIT_MS);
    return moving || value.x !== now || value.y !== then;
  }

  /** Around all that is lit; the glow before fades where it was. */
  private placeGlow(): void {
    const { layout, meshes, lit } = this;
    const [now, then] = meshes.glows.value;
    if (!layout || !now || !then) return;
    let [left, right, back, front] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { id, x, z, rows, columns } of layout.blocks) {
      if (!isWithin(id, lit)) continue;
      const half = Math.hypot(rows, columns) / 2;
      left = Math.min(left, x - half);
      right = Math.max(right, x + half);
      back = Math.min(back, z - half);
      front = Math.max(front, z + half);
    }
    const found = left < right;
    const x = (left + right) / 2;
    if (this.litNow && (!found || now.x !== x || now.z !== (back + front) / 2)) {
      then.copy(now);
      meshes.strengths.value.y = meshes.strengths.value.x;
      meshes.strengths.value.x = 0;
    }
    this.litNow = found;
    if (!found) return;
    const radius = Math.max(right - left, front - back) * 0.5 + layout.tall * 0.9;
    now.set(x, layout.tall * 0.25, (back + front) / 2, radius);
  }

  private markHovered(): void {
    const { layout, meshes, hovered } = this;
    if (!layout) return;
    const block = hovered ? layout.byId.get(hovered.block) : undefined;
    for (let i = 0; i < layout.blocks.length; i++) {
      meshes.states[i * 4 + 2] = block?.index === i ? 1 : 0;
    }
    meshes.touchStates();
    const cell = hovered?.cell ?? null;
    meshes.hovered.value = block && cell !== null && cell < block.count ? block.first + cell : -1;
  }

  private aimRay(x: number, y: number): void {
    const { width, height } = this.size;
    this.pointer.set((x / width) * 2 - 1, 1 - (y / height) * 2);
    this.caster.setFromCamera(this.pointer, this.camera);
    const { origin, direction } = this.caster.ray;
    const { ray } = this;
    [ray.ox, ray.oy, ray.oz] = [origin.x, origin.y, origin.z];
    [ray.dx, ray.dy, ray.dz] = [direction.x, direction.y, direction.z];
  }

  private fit(): void {
    this.resized = false;
    const { width, height } = this.size;
    const screen = Math.min(window.devicePixelRatio || 1, FINEST);
    const finer = this.pace.level === 0 ? FINEST : screen;
    const pixels = this.sharp ? finer : screen * this.pace.quality.ratio;
    this.renderer.setPixelRatio(pixels);
    this.renderer.setSize(width, height, false);
    const { camera, fitted } = this;
    camera.aspect = width / height;
    camera.fov = (Math.atan(slopeUp(camera.aspect)) * 360) / Math.PI;
    camera.near = fitted.distance * NEAREST * 0.2;
    camera.far = fitted.distance * 5;
    camera.updateProjectionMatrix();
    const { elements } = camera.projectionMatrix;
    elements[8] = -fitted.shiftX;
    elements[9] = -fitted.shiftY;
    camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
    const names = width < NARROW_PX ? NARROW_NAMES : 1;
    this.meshes.fit(width * pixels, height * pixels, pixels, names);
  }

  private draw(): void {
    this.meshes.draws = 0;
    this.orbit.place(this.camera.position);
    this.camera.position.add(this.target);
    this.camera.lookAt(this.target);
    this.camera.updateMatrixWorld();
    this.placeNames();
    this.renderer.render(this.scene, this.camera);
    this.frames++;
    this.placeTip();
  }

  /** px of a place in the world, into x and y of `point`. */
  private project(x: number, y: number, z: number): void {
    this.point.set(x, y, z).project(this.camera);
    this.point.x = ((this.point.x + 1) / 2) * this.size.width;
    this.point.y = ((1 - this.point.y) / 2) * this.size.height;
  }

  private placeNames(): void {
    const { meshes, xs, ys, roomy, size, layout } = this;
    if (!layout) return;
    const { names, spots, nameWidths } = meshes;
    const scale = size.width < NARROW_PX ? NARROW_NAMES : 1;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!name) continue;
      this.project(name.x, -layout.tall * HANGING, name.z);
      const out = this.point.z > 1 || this.point.z < -1;
      xs[i] = out ? -1e6 : this.point.x;
      ys[i] = this.point.y + NAME_BELOW;
    }
    giveRoom(names.length, xs, ys, nameWidths, NAME_PX * scale + 4, size, this.isFirst, this.isTelling, roomy);
    const pointed = this.hovered ? (layout.byId.get(this.hovered.block)?.stage ?? -2) : -2;
    for (let i = 0; i < names.length; i++) {
      const stage = names[i]?.stage ?? -1;
      const kind = stage === pointed ? 3 : stage >= 0 && this.litStage[stage] === 1 ? 2 : 1;
      spots[i * 3] = Math.round(xs[i] ?? 0);
      spots[i * 3 + 1] = Math.round(ys[i] ?? 0);
      spots[i * 3 + 2] = roomy[i] === 1 ? kind : 0;
    }
    meshes.touchNames();
  }

  private readonly isTelling = (i: number): boolean => (this.meshes.names[i]?.rank ?? 2) < 2;

  /** What is lit or pointed at is named before the rest. */
  private readonly isFirst = (i: number): boolean => {
    const stage = this.meshes.names[i]?.stage ?? -1;
    if (stage < 0) return false;
    if (this.litStage[stage] === 1) return true;
    return this.hovered !== null && this.layout?.byId.get(this.hovered.block)?.stage === stage;
  };

  private placeTip(): void {
    const { layout, hovered, cells } = this;
    const block = hovered ? layout?.byId.get(hovered.block) : undefined;
    if (!layout || !hovered || !block) return;
    const height = hovered.cell === null ? 0 : (cells?.shown[block.first + hovered.cell] ?? 0);
    const up = height > 1 || height < 0 ? 0 : height * layout.tall * this.orbit.rise;
    if (hovered.cell === null) this.project(block.x, layout.tall * 0.5, block.z);
    else {
      cellPlace(block, hovered.cell, layout.turn, this.foot);
      this.project(this.foot.x, up, this.foot.z);
    }
    this.events.onTip(this.point.x, this.point.y);
  }
}

const sameSizes = (a: NetworkConfig, b: NetworkConfig): boolean =>
  a.nEmbd === b.nEmbd &&
  a.nHead === b.nHead &&
  a.nLayer === b.nLayer &&
  a.blockSize === b.blockSize &&
  a.vocabSize === b.vocabSize;

