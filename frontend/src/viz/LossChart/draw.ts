/** Paints one frame of the loss chart. Knows pixels and colours; decides nothing about time or data. */
import { easeOut, landing } from '../motion';
import { palette, SANS, tint } from '../palette';
import { placeBestName } from './bestName';
import type { Polyline } from './downsample';
import { boxesAlong } from './labels';
import { blindLoss, lossAt, type Series, unseenLine } from './series';
import type { Margin, Point, Reference, Size } from './types';

export interface Frame {
  size: Size;
  margin: Margin;
  /** To px; y grows downwards. */
  x: (step: number) => number;
  y: (loss: number) => number;
  maxStep: number;
  series: Series;
  /** How far the line is drawn: follows the newest step smoothly. */
  shownStep: number;
  references: readonly Reference[];
  /** Keys of the references the curve has passed. */
  passed: ReadonlySet<string>;
  /** Progress 0 to 1 of each checkpoint's landing, by step; missing: landed. */
  landings: ReadonlyMap<number, number>;
  /** 0 to 1, of the halo around the head. */
  breath: number;
  hoveredStep: number | null;
  compact: boolean;
  idle: boolean;
  learnedLabel: string;
  best: number | null;
  /** Of an idle run; undefined: blind guessing. */
  start: number | null | undefined;
}

const BEST = 'best';
const HEAD_RADIUS = 6;
const HALO_RADIUS = 14;
/** Across a ring of a checkpoint, px. */
export const RING_PX = 12;
/** A ring may stand this many steps ahead of the line's end. */
export const RING_SLACK = 0.5;

export function drawFrame(context: CanvasRenderingContext2D, frame: Frame): void {
  const { size, series, margin, x, idle } = frame;
  context.clearRect(0, 0, size.width, size.height);
  drawFloor(context, frame);
  if (idle) {
    drawReferences(context, frame);
    const start = frame.start === undefined ? startLoss(frame) : frame.start;
    if (start !== null) drawHead(context, frame, x(0), inside(frame, start));
    return;
  }
  context.save();
  context.beginPath();
  context.rect(0, margin.top, x(frame.shownStep), size.height - margin.top - margin.bottom);
  context.clip();
  const unseen = unseenLine(series.checkpoints, frame.shownStep + RING_SLACK, (step) =>
    easeOut(frame.landings.get(step) ?? 1),
  );
  drawLearned(context, frame, unseen);
  context.restore();

  drawReferences(context, frame);

  context.save();
  context.beginPath();
  context.rect(0, 0, x(frame.shownStep), size.height - margin.bottom);
  context.clip();
  // Where many losses share a pixel, the thin line is a solid band: let the bold one stay readable on it.
  const crowded = frame.maxStep > 2 * (x(frame.maxStep) - x(0));
  stroke(context, frame, series.raw, tint('blue-text', crowded ? 0.26 : 0.42), 1);
  stroke(context, frame, unseen, tint('cyan-text', 0.5), 1.5);
  stroke(context, frame, series.bold, curveInk(context, frame), frame.compact ? 2.5 : 3.5);
  context.restore();

  drawRings(context, frame);
  nameBest(context, frame, unseen);
  const loss = lossAt(series.bold, frame.shownStep);
  if (loss !== null) drawHead(context, frame, x(frame.shownStep), inside(frame, loss));
  drawHover(context, frame);
}

/** A loss in px, held inside the plot: what blew up runs along the upper edge. */
function inside({ y, margin, size }: Frame, loss: number): number {
  return Math.min(size.height - margin.bottom, Math.max(margin.top, y(loss)));
}

/** Blind guessing; without any references, the untrained model's own loss. */
function startLoss({ references, series }: Frame): number | null {
  const blind = blindLoss(references);
  if (blind !== null) return blind;
  const first = series.checkpoints[0];
  return first?.valLoss ?? first?.trainLoss ?? null;
}

function drawFloor(context: CanvasRenderingContext2D, { size, margin }: Frame): void {
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(margin.left, size.height - margin.bottom + 0.5);
  context.lineTo(size.width - margin.right, size.height - margin.bottom + 0.5);
  context.stroke();
}

function drawReferences(context: CanvasRenderingContext2D, frame: Frame): void {
  const { references, passed, x, y, size, margin } = frame;
  context.save();
  context.lineWidth = 1;
  context.lineCap = 'round';
  context.setLineDash([2, 6]);
  for (const { key, value } of references) {
    context.strokeStyle = passed.has(key) ? tint('cyan-text', 0.5) : tint('decor', 0.7);
    context.beginPath();
    context.moveTo(x(0), y(value));
    context.lineTo(size.width - margin.right, y(value));
    context.stroke();
  }
  context.restore();
}

/**
 * What has been learned so far: the area between blind guessing and what was measured on unseen text. Beyond the
 * newest checkpoint it keeps that height, since nothing is known yet.
 */
function drawLearned(context: CanvasRenderingContext2D, frame: Frame, unseen: Polyline): void {
  const { x, y, margin, size } = frame;
  const blind = startLoss(frame);
  const newest = unseen.losses.at(-1);
  if (blind === null || newest === undefined) return;
  const steps = [...unseen.steps, frame.shownStep];
  const losses = [...unseen.losses, newest];
  const floor = Math.max(size.height - margin.bottom, y(blind) + 1);
  const wash = context.createLinearGradient(0, y(blind), 0, floor);
  wash.addColorStop(0, tint('blue', 0.02));
  wash.addColorStop(1, tint('cyan', 0.3));
  context.fillStyle = wash;
  context.beginPath();
  context.rect(0, y(blind), size.width, size.height);
  // Above blind guessing nothing has been learned: there the area has no height.
  context.clip();
  context.beginPath();
  context.moveTo(x(steps[0] ?? 0), y(blind));
  steps.forEach((step, i) => {
    context.lineTo(x(step), inside(frame, losses[i] ?? newest));
  });
  context.lineTo(x(frame.shownStep), y(blind));
  context.closePath();
  context.fill();

  const edge = x(Math.min(frame.shownStep, frame.maxStep / 2)) - 8;
  const roomy = edge - x(0) > 150 && size.height - margin.top - margin.bottom > 240;
  const under = lossAt(unseen, (frame.maxStep * (edge - x(0))) / (x(frame.maxStep) - x(0)));
  const clear = under !== null && y(under) > y(blind) + 40;
  if (frame.compact || !roomy || !clear || !frame.learnedLabel) return;
  context.font = `400 14px ${SANS}`;
  context.textAlign = 'right';
  // A line of the person's own passes in front of it: then it steps aside.
  const left = edge - context.measureText(frame.learnedLabel).width;
  const at = frame.hoveredStep === null ? null : x(frame.hoveredStep);
  if (at !== null && at > left - 6 && at < edge + 6) return;
  context.fillStyle = tint('sky-text', Math.min(1, (edge - x(0) - 150) / 40));
  context.fillText(frame.learnedLabel, edge, y(blind) + 24);
}

function curveInk(context: CanvasRenderingContext2D, { x, maxStep }: Frame): CanvasGradient {
  const ink = context.createLinearGradient(x(0), 0, x(maxStep), 0);
  ink.addColorStop(0, palette.blue);
  ink.addColorStop(0.6, palette['cyan-text']);
  ink.addColorStop(1, palette['cyan-text']);
  return ink;
}

function stroke(
  context: CanvasRenderingContext2D,
  frame: Frame,
  { steps, losses }: Polyline,
  style: string | CanvasGradient,
  width: number,
): void {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.beginPath();
  let pen = false;
  for (let i = 0; i < steps.length; i++) {
    const loss = losses[i] ?? Number.NaN;
    if (Number.isFinite(loss)) {
      const px = frame.x(steps[i] ?? 0);
      if (pen) context.lineTo(px, inside(frame, loss));
      else context.moveTo(px, inside(frame, loss));
      pen = true;
    } else pen = false;
  }
  context.stroke();
}

function drawRings(context: CanvasRenderingContext2D, frame: Frame): void {
  const radius = frame.compact ? 3.5 : 5;
  context.lineWidth = 2.5;
  context.strokeStyle = palette['cyan-text'];
  for (const { step, valLoss } of frame.series.checkpoints) {
    if (valLoss === null || step > frame.shownStep + RING_SLACK) continue;
    const t = frame.landings.get(step) ?? 1;
    context.globalAlpha = Math.min(1, t * 4);
    context.fillStyle = step === frame.best ? palette['cyan-text'] : palette.card;
    context.beginPath();
    context.arc(frame.x(step), inside(frame, valLoss), radius * landing(t), 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Says which ring is the full one, where no line runs. */
function nameBest(context: CanvasRenderingContext2D, frame: Frame, unseen: Polyline): void {
  const { size, margin, x, compact, best, series, shownStep } = frame;
  const ring = series.checkpoints.find(({ step }) => step === best);
  if (!ring || ring.valLoss === null || ring.step > shownStep + RING_SLACK) return;
  const place = ({ steps, losses }: Polyline): Point[] =>
    steps.flatMap((step, i) => {
      const loss = losses[i] ?? Number.NaN;
      if (step > shownStep + RING_SLACK || !Number.isFinite(loss)) return [];
      return [{ x: x(step), y: inside(frame, loss) }];
    });
  const rings = place(unseen);
  const ink = [
    ...boxesAlong(place(series.bold), 6, 4),
    ...boxesAlong(rings, 6, 2),
    ...rings.flatMap((point) => boxesAlong([point], 1, RING_PX)),
  ];
  context.font = `600 ${compact ? 12 : 14}px ${SANS}`;
  context.fillStyle = palette['cyan-text'];
  context.textAlign = 'left';
  const at = { x: x(ring.step), y: inside(frame, ring.valLoss) };
  const area = {
    x: margin.left,
    y: 0,
    width: size.width - margin.left - margin.right + RING_PX / 2,
    height: size.height - margin.bottom,
  };
  const box = placeBestName(at, context.measureText(BEST).width, ink, area);
  context.fillText(BEST, box.x, box.y + box.height - 1);
}

function drawHead(context: CanvasRenderingContext2D, frame: Frame, px: number, py: number): void {
  const scale = frame.compact ? 0.85 : 1;
  context.fillStyle = tint('cyan-text', 0.18 - 0.08 * frame.breath);
  context.beginPath();
  context.arc(px, py, (HALO_RADIUS + 4 * frame.breath) * scale, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = palette.head;
  context.beginPath();
  context.arc(px, py, HEAD_RADIUS * scale, 0, 2 * Math.PI);
  context.fill();
}

function drawHover(context: CanvasRenderingContext2D, frame: Frame): void {
  const { hoveredStep, series, x, size, margin } = frame;
  if (hoveredStep === null) return;
  const px = x(hoveredStep);
  context.strokeStyle = palette['violet-text'];
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(px, margin.top);
  context.lineTo(px, size.height - margin.bottom);
  context.stroke();
  const valLoss = series.checkpoints.find(({ step }) => step === hoveredStep)?.valLoss;
  const loss = valLoss ?? lossAt(series.bold, hoveredStep);
  if (loss === null) return;
  context.fillStyle = palette.violet;
  context.strokeStyle = palette.text;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(px, inside(frame, loss), 7, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
