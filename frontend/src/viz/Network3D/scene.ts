/** The network's camera and what moves in it. `Meshes` holds it, a `RenderLoop` draws; knows no React and no pointer. */
import { Scene, Vector3, type WebGLRenderer } from 'three';
import { prefersStill } from '../motion';
import type { Opened } from '../space/context';
import type { Orbit } from '../space/orbit';
import type { Quality } from '../space/pace';
import { type Drawn, RenderLoop } from '../space/renderLoop';
import type { SpaceEvents } from '../space/types';
import type { Orbited } from '../space/useOrbitInput';
import type { Size } from '../useSize';
import { Cells } from './cells';
import { arrange } from './fit';
import { Flow } from './flow';
import { Gaze } from './gaze';
import { cellPlace, type Layout } from './layout';
import { Light } from './light';
import { Meshes } from './meshes';
import { type Hit, Picker } from './pick';
import { NAME_FACE, onScreen, Signs } from './signs';
import type {
  Direction,
  Inset,
  Network3DStats,
  NetworkConfig,
  NetworkPoint,
  NetworkSource,
} from './types';

export interface SceneEvents extends SpaceEvents {
  /** Where the pointed cell's top, or the pointed block's middle, is in px, after each frame. */
  onTip: (x: number, y: number) => void;
}

export class NetworkScene implements Orbited, Drawn {
  layout: Layout | null = null;
  private readonly loop: RenderLoop;
  private readonly scene = new Scene();
  private readonly meshes = new Meshes(this.scene);
  private readonly flow = new Flow();
  private readonly picker = new Picker();
  private readonly still = prefersStill();
  private readonly gaze = new Gaze(this.still);
  private readonly light = new Light(this.meshes, this.still);
  private readonly signs: Signs;
  private readonly point = new Vector3();
  private readonly foot = { x: 0, z: 0 };
  private readonly hit: Hit = { block: -1, cell: -1 };
  private cells: Cells | null = null;
  private config: NetworkConfig | null = null;
  private size: Size = { width: 1, height: 1 };
  private source: NetworkSource | null = null;
  private direction: Direction | null = null;
  private lit: string | null = null;
  private hovered: NetworkPoint | null = null;
  private measuring = false;

  /** `names`: lies over the canvas and holds the names of the stages, in letters as fine as the page's own. */
  constructor(
    canvas: HTMLCanvasElement,
    opened: Opened,
    names: HTMLElement,
    private readonly events: SceneEvents,
  ) {
    this.signs = new Signs(names);
    this.loop = new RenderLoop(canvas, opened, NAME_FACE, this, events);
  }

  /**
   * A network and its numbers in a window; its layout is made anew where another number of lines suits it better. Both at
   * once: numbers of another network would not fit.
   */
  show(config: NetworkConfig, source: NetworkSource, size: Size, inset: Inset): void {
    if (source !== this.source) {
      this.source = source;
      this.loop.follow(source, () => this.flow.news());
    }
    this.size = size;
    const { layout } = arrange(config, size, inset);
    const same = this.config !== null && sameSizes(config, this.config);
    this.config = config;
    const { lines, tall } = this.layout ?? {};
    if (!same || lines !== layout.lines || tall !== layout.tall) {
      this.build(layout);
      this.take();
      // The same numbers in another place have nowhere to come from.
      if (same) this.cells?.settle();
      this.loop.renew();
    }
    this.gaze.frame(size, inset);
    this.loop.resize(size);
  }

  setDirection(direction: Direction | null): void {
    if (direction !== this.direction) this.flow.news();
    this.direction = direction;
    this.flow.direction = direction;
    this.loop.renew();
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

  /** Goes along with the keys. */
  follow(id: string): void {
    this.gaze.follow(id);
  }

  reset(): void {
    this.gaze.reset();
  }

  get orbit(): Orbit {
    return this.gaze.orbit;
  }

  readonly invalidate = (): void => this.loop.invalidate();

  stats(): Network3DStats {
    const { azimuth, elevation, distance } = this.orbit;
    return {
      ...this.loop.stats(),
      cellDrawCalls: this.meshes.draws,
      cells: this.layout?.cells ?? 0,
      wires: this.meshes.wires?.count ?? 0,
      cellPx: this.gaze.fitted.px,
      flowed: this.flow.forward - this.flow.backward,
      camera: { azimuth, elevation, distance },
    };
  }

  /** As `RenderLoop.measure`, with its wires carrying. */
  async measure(count: number): Promise<number[]> {
    this.measuring = true;
    const times = await this.loop.measure(count);
    this.measuring = false;
    return times;
  }

  dispose(): void {
    this.loop.dispose();
    this.meshes.dispose();
    this.signs.dispose();
  }

  get ready(): boolean {
    return this.layout !== null;
  }

  drawLetters(): void {
    this.signs.measure();
  }

  take(): void {
    this.cells?.take(this.source?.getFrame() ?? null, this.direction);
    if (this.still) this.cells?.settle();
    if (this.measuring) this.flow.news();
  }

  advance(dt: number, fresh: boolean): boolean {
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
    return easing || looking || lighting || flowing;
  }

  fit({ width, height }: Size, pixels: number, { ratio }: Quality): void {
    this.meshes.thin(ratio ** 2);
    this.meshes.fit(width * pixels, height * pixels, pixels);
  }

  draw(renderer: WebGLRenderer): void {
    this.meshes.draws = 0;
    this.gaze.place();
    const { x, z } = this.gaze.side;
    this.meshes.seenFrom(x, z);
    this.signs.place(this.gaze.camera, this.size, this.point);
    renderer.render(this.scene, this.gaze.camera);
    this.placeTip();
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
