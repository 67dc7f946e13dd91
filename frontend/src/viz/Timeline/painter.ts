/**
 * The timeline's picture and clock: ghost of the loss, rail, marks, drop lines and thumb, painted at most once per animation frame and
 * only while something changes. Owns no words and no input.
 */
import { buildSeries, type Series } from '../LossChart/series';
import type { LossSource } from '../LossChart/types';
import { approach, prefersStill } from '../motion';
import { palette, tint } from '../palette';
import type { Size } from '../useSize';
import type { PlacedLabel } from './labels';
import { LARGE_RANK } from './types';

export interface TimelinePicture {
  size: Size;
  step: number;
  /** Where the thumb stands: at the step, or between two stops. */
  place: number;
  maxStep: number;
  newestStep: number;
  isLive: boolean;
  held: boolean;
  stops: readonly number[];
  checkpoints: readonly number[];
  events: readonly (PlacedLabel & { step: number; rank: number })[];
  loss: LossSource | null;
}

/** Free at both ends of the rail, for the thumb. */
export const INSET = 12;
/** From the rail down to the lower edge, where the ticks stand. */
export const FOOT = 28;
/** From the lower edge up to the dot of an event that has no room for its words. */
export const DOT_ABOVE = FOOT + 12;
export const ROW_BASELINES = [13, 33] as const;
/** The thumb covers the way to its step by e every this many ms. */
const FOLLOW_MS = 70;
const THUMB = 9;

export class TimelinePainter {
  private series: Series | null = null;
  private stale = true;
  private request = 0;
  private before = 0;
  private shown: number;
  private unsubscribe: () => void = () => {};

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private picture: TimelinePicture,
  ) {
    this.shown = picture.place;
    this.listen();
    this.fit();
    this.invalidate();
  }

  update(picture: TimelinePicture): void {
    const was = this.picture;
    this.picture = picture;
    if (was.loss !== picture.loss) this.listen();
    if (was.size !== picture.size) this.fit();
    this.stale ||= was.size !== picture.size || was.maxStep !== picture.maxStep;
    this.invalidate();
  }

  dispose(): void {
    this.unsubscribe();
    cancelAnimationFrame(this.request);
  }

  private listen(): void {
    this.unsubscribe();
    this.stale = true;
    this.unsubscribe =
      this.picture.loss?.subscribe(() => {
        this.stale = true;
        this.invalidate();
      }) ?? (() => {});
  }

  private fit(): void {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const { width, height } = this.picture.size;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext('2d')?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private invalidate(): void {
    if (this.request === 0) this.request = requestAnimationFrame(this.frame);
  }

  private readonly frame = (now: number): void => {
    this.request = 0;
    const { place, held, loss, maxStep, size } = this.picture;
    if (this.stale) {
      this.stale = false;
      this.series = loss ? buildSeries(loss.getSnapshot(), maxStep, size.width - 2 * INSET) : null;
    }
    const dt = this.before === 0 ? 16 : now - this.before;
    this.shown = held || prefersStill() ? place : approach(this.shown, place, dt, FOLLOW_MS);
    const arrived = Math.abs(this.shown - place) * (size.width / Math.max(1, maxStep)) < 0.1;
    if (arrived) this.shown = place;
    this.before = arrived ? 0 : now;
    const context = this.canvas.getContext('2d');
    if (context) drawTimeline(context, this.picture, this.series, this.shown);
    if (!arrived) this.invalidate();
  };
}

export const stepToX = (step: number, maxStep: number, width: number): number =>
  INSET + (step / Math.max(1, maxStep)) * (width - 2 * INSET);

function drawTimeline(
  context: CanvasRenderingContext2D,
  picture: TimelinePicture,
  series: Series | null,
  shown: number,
): void {
  const { size, maxStep, newestStep, isLive, held } = picture;
  const x = (step: number) => stepToX(step, maxStep, size.width);
  const base = size.height - FOOT;
  const live = isLive && !held;
  const hue = live ? palette.cyan : palette.violet;
  context.clearRect(0, 0, size.width, size.height);
  if (series) drawGhost(context, series, x, base, shown, newestStep);
  drawDrops(context, picture, base, shown);
  drawRail(context, x(0), x(maxStep), base, 2, palette['line-strong']);
  drawRail(context, x(0), x(shown), base, 4, hue);
  drawMarks(context, picture, x, base, shown, live);
  context.strokeStyle = live ? palette['cyan-text'] : palette['violet-text'];
  context.lineWidth = 1.5;
  line(context, x(shown), base - 22, x(shown), base);
  context.beginPath();
  context.arc(x(shown), base, THUMB - 1.25, 0, 2 * Math.PI);
  context.fillStyle = hue;
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 2.5;
  context.stroke();
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function drawRail(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  y: number,
  width: number,
  color: string,
) {
  context.lineCap = 'round';
  context.lineWidth = width;
  context.strokeStyle = color;
  line(context, from, y, to, y);
  context.lineCap = 'butt';
}

/** The loss behind: grey ahead of the thumb, glowing up to it. */
function drawGhost(
  context: CanvasRenderingContext2D,
  { bold, highest, lowest }: Series,
  x: (step: number) => number,
  base: number,
  shown: number,
  newest: number,
): void {
  if (bold.steps.length === 0 || !(highest > lowest)) return;
  const y = (loss: number) => 6 + ((highest - loss) / (highest - lowest)) * (base - 18);
  const trace = () => {
    context.beginPath();
    let open = false;
    for (let i = 0; i < bold.steps.length; i++) {
      const loss = bold.losses[i] ?? Number.NaN;
      if (!Number.isFinite(loss)) continue;
      const at = x(bold.steps[i] ?? 0);
      if (open) context.lineTo(at, y(loss));
      // Before the first measured loss the curve stands where it begins.
      else context.moveTo(Math.min(at, x(bold.steps[0] ?? 0)), y(loss));
      open = true;
    }
  };
  const paint = (fill: string | CanvasGradient, stroke: string, width: number) => {
    trace();
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
    context.lineTo(x(Math.max(newest, bold.steps.at(-1) ?? 0)), base);
    context.lineTo(x(bold.steps[0] ?? 0), base);
    context.closePath();
    context.fillStyle = fill;
    context.fill();
  };
  context.lineJoin = 'round';
  paint(tint('text-3', 0.09), palette.decor, 1.25);
  const glow = context.createLinearGradient(x(0), 0, Math.max(x(0) + 1, x(newest)), 0);
  glow.addColorStop(0, tint('blue', 0.26));
  glow.addColorStop(1, tint('cyan', 0.26));
  context.save();
  context.beginPath();
  context.rect(0, 0, x(shown), base);
  context.clip();
  paint(glow, tint('cyan-text', 0.75), 1.5);
  context.restore();
}

function drawDrops(
  context: CanvasRenderingContext2D,
  { events }: TimelinePicture,
  base: number,
  shown: number,
): void {
  for (const { x, row, step, side, rank } of events) {
    const on = step <= shown;
    const y = ROW_BASELINES[row];
    if (side !== 'none') {
      context.strokeStyle = tint(on ? 'cyan-text' : 'decor', 0.6);
      context.lineWidth = 1;
      context.setLineDash([1, 4]);
      line(context, x, y + 5, x, base);
      context.setLineDash([]);
    }
    context.beginPath();
    context.arc(
      x,
      side === 'none' ? base + FOOT - DOT_ABOVE : y - 4,
      (rank >= LARGE_RANK ? 1.6 : 1) * (side === 'none' ? 2 : 3),
      0,
      2 * Math.PI,
    );
    context.fillStyle = on ? palette['cyan-text'] : palette.decor;
    context.fill();
  }
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { stops, checkpoints, newestStep }: TimelinePicture,
  x: (step: number) => number,
  base: number,
  shown: number,
  live: boolean,
): void {
  context.fillStyle = palette['line-strong'];
  let last = Number.NEGATIVE_INFINITY;
  for (const stop of stops) {
    const at = Math.round(x(stop));
    // Early stops lie closer than pixels: a mark for each would be a bar.
    if (at - last < 3) continue;
    last = at;
    context.fillRect(at, base + 6, 1, 3);
  }
  for (const step of checkpoints) {
    context.beginPath();
    const come = step <= newestStep;
    context.arc(x(step), base, come ? 3.5 : 3, 0, 2 * Math.PI);
    if (come) {
      const passed = live ? palette.head : palette['violet-pale'];
      context.fillStyle = step <= shown ? passed : palette['text-3'];
      context.fill();
    } else {
      context.fillStyle = palette.card;
      context.fill();
      context.strokeStyle = palette['line-strong'];
      context.lineWidth = 1.5;
      context.stroke();
    }
  }
}
