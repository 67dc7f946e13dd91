/**
 * The network flat on a canvas, where there is no WebGL or too little of it: the same layout from straight above, the same colours, height left
 * out. Owns the clock of its frames; draws only while something moves. Knows no three.js.
 */
import { prefersStill } from '../motion';
import { palette, SANS, tint } from '../palette';
import { textWidth } from '../textWidth';
import type { Size } from '../useSize';
import { Cells, type Mode } from './cells';
import { INKS, InkTable } from './colors';
import { type FlatPlace, flatPlace } from './flat';
import { FlatCells } from './flatCells';
import { Flow } from './flow';
import { cellPlace, isWithin } from './layout';
import { giveRoom, litStages, namesOf } from './names';
import type { Direction, NetworkConfig, NetworkPoint, NetworkSource } from './types';
import { wiresOf, writeCarried } from './wires';

export interface FlatPicture {
  config: NetworkConfig;
  size: Size;
  direction: Direction | null;
  lit: string | null;
  own: boolean;
  hovered: NetworkPoint | null;
}

const LONGEST_FRAME_MS = 100;
const NAME_PX = 12;
/** px of a wire's dashes and of what is between them: what is seen to move. */
const DASH = [3, 11];
const PASSAGE_PX = 90;
/** Curves that carry less than this are only hinted at. */
const FAINT = 0.2;

export class FlatPainter {
  private place: FlatPlace;
  private cells: Cells;
  private readonly flow = new Flow();
  private readonly inks = new InkTable();
  private wires: ReturnType<typeof wiresOf>;
  /** All wires, faint: they never move. */
  private readonly hints = document.createElement('canvas');
  private readonly sheet = new FlatCells();
  private carried = new Float32Array(0);
  private names: ReturnType<typeof namesOf> = [];
  private litStage = new Uint8Array(0);
  private roomy = new Uint8Array(0);
  private xs = new Float32Array(0);
  private ys = new Float32Array(0);
  private widths = new Float32Array(0);
  private readonly foot = { x: 0, z: 0 };
  private source: NetworkSource | null = null;
  private unsubscribe: () => void = () => {};
  private dirty = true;
  private request = 0;
  private before = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private picture: FlatPicture,
  ) {
    this.place = flatPlace(picture.config, picture.size);
    this.cells = new Cells(this.place.layout);
    this.wires = wiresOf(this.place.layout);
    this.build();
  }

  follow(source: NetworkSource): void {
    this.unsubscribe();
    this.source = source;
    this.unsubscribe = source.subscribe(this.onNews);
    this.dirty = true;
    this.invalidate();
  }

  update(picture: FlatPicture): void {
    const was = this.picture;
    this.picture = picture;
    if (was.config !== picture.config || was.size !== picture.size) {
      this.place = flatPlace(picture.config, picture.size);
      this.build();
    }
    if (was.direction !== picture.direction) this.flow.news();
    this.flow.direction = picture.direction;
    litStages(this.place.layout, picture.lit, this.litStage);
    this.dirty = true;
    this.invalidate();
  }

  /** What lies under a place of the picture, px. */
  pointAt(x: number, y: number): NetworkPoint | null {
    const { layout, scale, left, top } = this.place;
    const [px, pz] = [(x - left) / scale, (y - top) / scale];
    for (const { id, x: bx, z: bz, rows, columns, count } of layout.blocks) {
      const [u, v] = [px - bx + columns / 2, pz - bz + rows / 2];
      if (u < -0.5 || v < -0.5 || u > columns + 0.5 || v > rows + 0.5) continue;
      const cell = Math.floor(v) * columns + Math.floor(u);
      const inside = u >= 0 && v >= 0 && u < columns && v < rows && cell < count;
      return { block: id, cell: inside ? cell : null };
    }
    return null;
  }

  /** Where the tooltip of a point belongs, px. */
  tipAt(point: NetworkPoint): { x: number; y: number } | null {
    const { layout, scale, left, top } = this.place;
    const block = layout.byId.get(point.block);
    if (!block) return null;
    if (point.cell === null) {
      return { x: left + block.x * scale, y: top + (block.z - block.rows / 2) * scale };
    }
    cellPlace(block, point.cell, 0, this.foot);
    return { x: left + this.foot.x * scale, y: top + (this.foot.z - 0.5) * scale };
  }

  dispose(): void {
    this.unsubscribe();
    cancelAnimationFrame(this.request);
  }

  private build(): void {
    const { layout } = this.place;
    this.cells = new Cells(layout);
    this.wires = wiresOf(layout);
    this.carried = new Float32Array(this.wires.count);
    this.names = namesOf(layout);
    this.litStage = new Uint8Array(layout.stages.length);
    this.roomy = new Uint8Array(this.names.length);
    this.xs = new Float32Array(this.names.length);
    this.ys = new Float32Array(this.names.length);
    const font = `500 ${NAME_PX}px ${SANS}`;
    this.widths = Float32Array.from(this.names, ({ text }) => textWidth(text, font));
    litStages(layout, this.picture.lit, this.litStage);
    const { size } = this.picture;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    for (const canvas of [this.canvas, this.hints]) {
      canvas.width = width;
      canvas.height = height;
    }
    this.sheet.build(this.place, width, height, ratio);
    this.drawHints(ratio);
    this.dirty = true;
  }

  private readonly onNews = () => {
    this.dirty = true;
    this.flow.news();
    this.invalidate();
  };

  private readonly invalidate = () => {
    if (this.request === 0) this.request = requestAnimationFrame(this.frame);
  };

  private readonly frame = (now: number) => {
    this.request = 0;
    const still = prefersStill();
    const dt = this.before === 0 ? 16 : Math.min(LONGEST_FRAME_MS, now - this.before);
    if (this.dirty) this.cells.take(this.source?.getFrame() ?? null, this.picture.direction);
    if (still) this.cells.settle();
    this.dirty = false;
    const easing = this.cells.advance(dt);
    const flowing = this.flow.advance(dt, still);
    writeCarried(this.wires, this.cells.shown, this.cells.modes, this.carried);
    this.draw();
    const moving = easing || flowing;
    this.before = moving ? now : 0;
    if (moving) this.invalidate();
  };

  private draw(): void {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const ratio = this.canvas.width / Math.max(1, this.picture.size.width);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.hints.width > 0) context.drawImage(this.hints, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawFlow(context);
    this.drawCells(context);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawNames(context);
  }

  private drawHints(ratio: number): void {
    const context = this.hints.getContext('2d');
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.lineWidth = 1;
    context.strokeStyle = HINT;
    context.beginPath();
    for (let i = 0; i < this.wires.count; i++) this.trace(context, i);
    context.stroke();
  }

  /** What moves along the wires. */
  private drawFlow(context: CanvasRenderingContext2D): void {
    const { flow, wires, carried } = this;
    const ahead = flow.strengthForward > 0;
    const back = flow.strengthBackward > 0;
    if (!ahead && !back) return;
    context.lineWidth = 1;
    context.setLineDash(DASH);
    for (let way = 0; way < 2; way++) {
      if (way === 0 ? !ahead : !back) continue;
      const gone = way === 0 ? -flow.forward : flow.backward;
      context.lineDashOffset = gone * PASSAGE_PX;
      context.globalAlpha = way === 0 ? flow.strengthForward : flow.strengthBackward;
      context.strokeStyle = way === 0 ? INKS.now : INKS.slope;
      context.beginPath();
      for (let i = 0; i < wires.count; i++) {
        if ((carried[i] ?? 0) < FAINT || (ahead && back && i % 2 !== way)) continue;
        this.trace(context, i);
      }
      context.stroke();
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  /** One curve, from cell to cell. */
  private trace(context: CanvasRenderingContext2D, i: number): void {
    const { scale, left, top } = this.place;
    const { ends, bend } = this.wires;
    const x0 = left + (ends[i * 4] ?? 0) * scale;
    const y0 = top + (ends[i * 4 + 1] ?? 0) * scale;
    const x1 = left + (ends[i * 4 + 2] ?? 0) * scale;
    const y1 = top + (ends[i * 4 + 3] ?? 0) * scale;
    const around = (bend[i * 2] ?? 0) > 0;
    const back = around ? (bend[i * 2 + 1] ?? 0) * scale : 0;
    const reach = x1 > x0 ? (x1 - x0) * (around ? 0.15 : 0.5) : 8 * scale;
    context.moveTo(x0, y0);
    context.bezierCurveTo(x0 + reach, y0 + back, x1 - reach, y1 + back, x1, y1);
  }

  private drawCells(context: CanvasRenderingContext2D): void {
    const { picture, cells, sheet } = this;
    const { layout } = this.place;
    for (let b = 0; b < layout.blocks.length; b++) {
      const block = layout.blocks[b];
      if (!block) continue;
      const mode = (cells.modes[b] ?? 0) as Mode;
      const lit = isWithin(block.id, picture.lit);
      const pointed = picture.hovered?.block === block.id ? picture.hovered : null;
      if (lit || pointed) this.outline(context, b, lit);
      for (let cell = 0; cell < block.count; cell++) {
        const height = cells.shown[block.first + cell] ?? 0;
        const ink = this.inks.inkOf(height, mode, lit, picture.own);
        sheet.set(block.first + cell, pointed?.cell === cell ? palette['violet-text'] : ink);
      }
    }
    sheet.drawOn(context);
  }

  /** Around a block: cyan while it is computed, violet while it is pointed at. */
  private outline(context: CanvasRenderingContext2D, index: number, lit: boolean): void {
    const { layout, scale, left, top } = this.place;
    const block = layout.blocks[index];
    if (!block) return;
    const [width, height] = [(block.columns + 0.5) * scale, (block.rows + 0.5) * scale];
    const [x, y] = [left + block.x * scale - width / 2, top + block.z * scale - height / 2];
    context.fillStyle = lit ? GLOW : POINTED;
    context.fillRect(x, y, width, height);
  }

  private drawNames(context: CanvasRenderingContext2D): void {
    const { names, xs, ys, widths, roomy, litStage, picture } = this;
    const { layout, scale, left, top } = this.place;
    for (let i = 0; i < names.length; i++) {
      xs[i] = left + (names[i]?.x ?? 0) * scale;
      ys[i] = top + (names[i]?.z ?? 0) * scale + NAME_PX;
    }
    const pointed = picture.hovered ? layout.byId.get(picture.hovered.block)?.stage : undefined;
    const stageOf = (i: number) => names[i]?.stage ?? -1;
    const first = (i: number) => litStage[stageOf(i)] === 1 || stageOf(i) === pointed;
    const telling = (i: number) => (names[i]?.rank ?? 2) < 2;
    giveRoom(names.length, xs, ys, widths, NAME_PX + 4, picture.size, first, telling, roomy);
    context.font = `500 ${NAME_PX}px ${SANS}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (let i = 0; i < names.length; i++) {
      if (roomy[i] !== 1) continue;
      const stage = stageOf(i);
      context.fillStyle =
        stage === pointed
          ? palette['violet-text']
          : litStage[stage] === 1
            ? palette['cyan-text']
            : palette['text-3'];
      context.fillText(names[i]?.text ?? '', xs[i] ?? 0, ys[i] ?? 0);
    }
  }
}

const HINT = tint('blue-text', 0.12);
const GLOW = tint('cyan-text', 0.16);
const POINTED = tint('violet', 0.22);
