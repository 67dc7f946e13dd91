/**
 * The reading strip's clock and picture: the text, one violet character, and an arc to everything it looks at. Walks by
 * itself while nobody points. Paints only while something moves; allocates nothing per frame once its buffers fit.
 */
import type { Cell, HeadSource } from '../attention';
import { glyph } from '../glyph';
import { weightAt } from '../matrix';
import { approach, prefersStill } from '../motion';
import { MONO, palette } from '../palette';
import type { Size } from '../useSize';
import { charX, HALF, isAbove, layoutStrip, type Strip } from './layout';

export interface StripPicture {
  size: Size;
  heads: readonly HeadSource[];
  layers: number;
  tokens: readonly string[];
  cell: Cell | null;
  walks: boolean;
}

const WALK_MS = 480;
const FOLLOW_MS = 70;
const FADE_MS = 110;
/** Fainter looks are not drawn. */
const FAINT = 0.035;
const NEAR = 2e-3;
/** Where the walk begins: there is already something to look back at. */
const START = 8;

/** Arcs of one violet character; the one before fades out behind the newest. */
interface Trail {
  row: number;
  weights: Float32Array;
  opacity: number;
}

export class StripPainter {
  private request = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private before = 0;
  private walked = START;
  private now: Trail = { row: -1, weights: new Float32Array(0), opacity: 1 };
  private past: Trail = { row: -1, weights: new Float32Array(0), opacity: 0 };
  private leave: (() => void)[] = [];
  private held: Strip | null = null;
  private disposed = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private picture: StripPicture,
    private readonly onRow: (row: number) => void,
  ) {
    this.listen();
    this.fit();
    this.schedule();
    this.invalidate();
    document.fonts?.ready.then(() => !this.disposed && this.invalidate());
  }

  update(picture: StripPicture): void {
    const was = this.picture;
    this.picture = picture;
    if (was.heads !== picture.heads) this.listen();
    if (was.size !== picture.size) this.fit();
    if (was.size !== picture.size || was.tokens !== picture.tokens) this.held = null;
    if (was.cell && !picture.cell) this.walked = was.cell.row;
    this.schedule();
    this.invalidate();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    cancelAnimationFrame(this.request);
    for (const unsubscribe of this.leave) unsubscribe();
  }

  /** The character that is violet now. */
  get row(): number {
    const { cell, tokens } = this.picture;
    return Math.min(cell?.row ?? this.walked, Math.max(0, tokens.length - 1));
  }

  /** Where the characters are drawn; a long text stops sliding until `release`, so that the pointer can choose. */
  hold(): Strip {
    this.held ??= this.strip();
    return this.held;
  }

  release(): void {
    this.held = null;
    this.invalidate();
  }

  private strip(): Strip {
    return this.held ?? layoutStrip(this.picture.size, this.picture.tokens.length, this.row);
  }

  private listen(): void {
    for (const unsubscribe of this.leave) unsubscribe();
    this.leave = this.picture.heads.map(({ source }) => source.subscribe(this.invalidate));
  }

  private fit(): void {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const { width, height } = this.picture.size;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext('2d')?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private schedule(): void {
    const { cell, walks, tokens } = this.picture;
    const moves = walks && !cell && tokens.length > 1 && !prefersStill();
    if (!moves) {
      clearTimeout(this.timer);
      this.timer = undefined;
    } else this.timer ??= setTimeout(this.walk, WALK_MS);
  }

  private readonly walk = () => {
    this.timer = undefined;
    const last = this.picture.tokens.length - 1;
    this.walked = this.walked >= last ? Math.min(START, last >> 1) : this.walked + 1;
    this.invalidate();
    this.schedule();
  };

  private readonly invalidate = () => {
    if (this.request === 0) this.request = requestAnimationFrame(this.frame);
  };

  private readonly frame = (time: number): void => {
    this.request = 0;
    const dt = this.before === 0 ? 16 : time - this.before;
    const moving = this.ease(dt);
    this.before = moving ? time : 0;
    const context = this.canvas.getContext('2d');
    if (context) this.draw(context);
    if (moving) this.invalidate();
  };

  private ease(dt: number): boolean {
    const { heads, tokens } = this.picture;
    const length = heads.length * tokens.length;
    if (this.now.weights.length !== length) {
      this.now.weights = new Float32Array(length);
      this.past.weights = new Float32Array(length);
      this.past.opacity = 0;
    }
    if (this.row !== this.now.row) {
      [this.past, this.now] = [this.now, this.past];
      this.now.row = this.row;
      this.now.opacity = 1;
      this.now.weights.fill(0);
      this.past.opacity = prefersStill() ? 0 : 1;
      this.onRow(this.row);
    }
    let moving = false;
    for (let h = 0; h < heads.length; h++) {
      const frame = heads[h]?.source.getFrame() ?? null;
      for (let j = 0; j <= this.row; j++) {
        const at = h * tokens.length + j;
        const goal = weightAt(frame, this.row, j);
        const from = this.now.weights[at] ?? 0;
        const near = prefersStill() || Math.abs(from - goal) < NEAR;
        this.now.weights[at] = near ? goal : approach(from, goal, dt, FOLLOW_MS);
        moving ||= !near;
      }
    }
    this.past.opacity = approach(this.past.opacity, 0, dt, FADE_MS);
    if (this.past.opacity < 0.02) this.past.opacity = 0;
    return moving || this.past.opacity > 0;
  }

  private draw(context: CanvasRenderingContext2D): void {
    const { size, tokens, cell } = this.picture;
    context.clearRect(0, 0, size.width, size.height);
    if (tokens.length === 0) return;
    const strip = this.strip();
    this.drawArcs(context, strip, this.past);
    this.drawArcs(context, strip, this.now);
    drawText(context, strip, tokens, this.row, cell?.column ?? null, this.strongest);
  }

  /** What a character gets from all heads together. */
  private readonly strongest = (column: number): number => {
    const { heads, tokens } = this.picture;
    let sum = 0;
    for (let h = 0; h < heads.length; h++) sum += this.now.weights[h * tokens.length + column] ?? 0;
    return sum;
  };

  private drawArcs(context: CanvasRenderingContext2D, strip: Strip, trail: Trail): void {
    const { heads, layers, tokens } = this.picture;
    if (trail.opacity === 0 || trail.row < 0) return;
    context.lineCap = 'round';
    for (let h = 0; h < heads.length; h++) {
      const layer = heads[h]?.layer ?? 0;
      const above = isAbove(layer, layers);
      const sign = above ? -1 : 1;
      const tallest = above ? strip.up : strip.down;
      context.strokeStyle = layerColor(layer, layers);
      for (let j = 0; j < trail.row; j++) {
        const weight = trail.weights[h * tokens.length + j] ?? 0;
        if (weight <= FAINT) continue;
        const [from, to] = [charX(strip, trail.row), charX(strip, j)];
        const height = Math.min(tallest, 14 + (from - to) * 0.12) * 1.33;
        const y = strip.mid + sign * HALF;
        context.lineWidth = 1 + weight * 8;
        context.globalAlpha = Math.min(1, 0.22 + weight * 1.6) * trail.opacity;
        context.beginPath();
        context.moveTo(from, y);
        context.bezierCurveTo(from, y + sign * height, to, y + sign * height, to, y);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }
}

export const layerColor = (layer: number, layers: number): string =>
  layer === 0
    ? palette['blue-text']
    : layer === layers - 1
      ? palette['cyan-text']
      : palette['sky-text'];

function drawText(
  context: CanvasRenderingContext2D,
  strip: Strip,
  tokens: readonly string[],
  row: number,
  column: number | null,
  strongest: (column: number) => number,
): void {
  const half = Math.min(10, strip.step / 2 + 0.75);
  context.fillStyle = palette['violet-fill'];
  context.beginPath();
  context.roundRect(charX(strip, row) - half, strip.mid - HALF, half * 2, HALF * 2, 4);
  context.fill();
  context.font = `400 ${strip.font}px ${MONO}`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  for (let i = strip.first; i < strip.first + strip.count; i++) {
    const token = tokens[i] ?? '';
    const bright = i < row && strongest(i) > 0.12;
    if (token === ' ' && i !== row && !bright && i !== column) continue;
    context.fillStyle =
      i === row
        ? '#ffffff'
        : i === column
          ? palette['cyan-text']
          : bright
            ? palette.head
            : i > row || /\s/.test(token)
              ? palette['text-3']
              : palette['text-2'];
    context.fillText(glyph(token), charX(strip, i), strip.mid + strip.font / 3);
  }
  // Before the beginning and after the end of a long text it goes on.
  context.fillStyle = palette['text-3'];
  if (strip.first > 0) context.fillText('…', strip.x - strip.step / 2, strip.mid + strip.font / 3);
  if (strip.first + strip.count < tokens.length) {
    const end = strip.x + (strip.count + 0.5) * strip.step;
    context.fillText('…', end, strip.mid + strip.font / 3);
  }
}
