/**
 * The embedding map's clock and picture. Points ease to where they belong, the view swings between 2D and 3D; painted at most once a frame and
 * only while something moves. Buffers are made once a vocabulary.
 */
import { glyph } from '../glyph';
import { approach, prefersStill } from '../motion';
import { MONO, palette, tint } from '../palette';
import type { Size } from '../useSize';
import { KIND_COLORS, type Kind, kindOf } from './kinds';
import {
  type Extent,
  extentOf,
  fitFlat,
  indexAt,
  positionsAt,
  toScreen,
  type View,
} from './positions';
import { outline } from './shapes';
import { spreadNames } from './spread';
import type { EmbeddingStop } from './types';

export interface MapPicture {
  size: Size;
  chars: readonly string[];
  stops: readonly EmbeddingStop[];
  step: number;
  dimensions: 2 | 3;
  hovered: string | null;
}

const FOLLOW_MS = 80;
const SWING_MS = 140;
const POSE = { yaw: 0.62, pitch: 0.36 };
/** A trail leads back over this many stops. */
const TRAIL = 14;
/** Free around the points, for the letters at the edge. */
export const MAP_MARGIN = 28;
const NEAREST_PX = 22;
const SHAPE_ALPHA = 0.55;
/** A narrower map has small letters. */
const SMALL_PX = 480;
/** Of a letter's size: what it takes with its shape around it. */
const TAKES = 1.3;
/** Of a letter's size: moved further than this it no longer covers its place, which then gets a dot that it is tied to. */
const TIED = 0.5;
const DOT_PX = 2.5;

export class MapPainter {
  private request = 0;
  private before = 0;
  private yaw = 0;
  private pitch = 0;
  private pose = { ...POSE };
  private goal = new Float32Array(0);
  private shown = new Float32Array(0);
  private screen = new Float32Array(0);
  private trail = new Float32Array(0);
  /** How far each letter is moved from its place, n × 2, px: as shown, and as it will be. */
  private moved = new Float32Array(0);
  private wanted = new Float32Array(0);
  private order: number[] = [];
  private colors: string[] = [];
  private kinds: Kind[] = [];
  private extent: Extent = extentOf([]);
  private view: View = { yaw: 0, pitch: 0, x: 0, y: 0, scale: 1, stretch: 1 };

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private picture: MapPicture,
  ) {
    this.adopt();
    this.fit();
    this.invalidate();
    document.fonts?.ready.then(() => this.invalidate());
  }

  update(picture: MapPicture): void {
    const was = this.picture;
    this.picture = picture;
    if (was.chars !== picture.chars) this.adopt();
    if (was.stops !== picture.stops) this.extent = extentOf(picture.stops);
    if (was.size !== picture.size) this.fit();
    this.invalidate();
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
  }

  turn(yaw: number, pitch: number): void {
    this.pose.yaw += yaw;
    this.pose.pitch = Math.min(1.4, Math.max(-1.4, this.pose.pitch + pitch));
    this.yaw += yaw;
    this.pitch = this.pose.pitch;
    this.invalidate();
  }

  resetView(): void {
    this.pose = { ...POSE };
    this.invalidate();
  }

  /** The character nearest to a place, px; null when none is near. */
  charAt(x: number, y: number): string | null {
    let best = -1;
    let nearest = NEAREST_PX;
    for (let i = 0; i < this.order.length; i++) {
      const [px, py] = [(this.screen[i * 3] ?? 0) - x, (this.screen[i * 3 + 1] ?? 0) - y];
      const [mx, my] = [this.moved[i * 2] ?? 0, this.moved[i * 2 + 1] ?? 0];
      // Its letter or its dot.
      const away = Math.min(Math.hypot(px, py), Math.hypot(px + mx, py + my));
      if (away < nearest) {
        nearest = away;
        best = i;
      }
    }
    return this.picture.chars[best] ?? null;
  }

  private adopt(): void {
    const n = this.picture.chars.length;
    this.goal = new Float32Array(n * 3);
    this.shown = new Float32Array(n * 3);
    this.screen = new Float32Array(n * 3);
    this.trail = new Float32Array(n * 3);
    this.moved = new Float32Array(n * 2);
    this.wanted = new Float32Array(n * 2);
    this.order = Array.from({ length: n }, (_, i) => i);
    this.kinds = this.picture.chars.map(kindOf);
    this.colors = this.kinds.map((kind) => KIND_COLORS[kind]);
    this.extent = extentOf(this.picture.stops);
    positionsAt(this.picture.stops, this.picture.step, this.shown);
  }

  private fit(): void {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const { width, height } = this.picture.size;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext('2d')?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private readonly invalidate = () => {
    if (this.request === 0) this.request = requestAnimationFrame(this.frame);
  };

  private readonly frame = (now: number): void => {
    this.request = 0;
    const dt = this.before === 0 ? 16 : now - this.before;
    const moving = this.ease(dt);
    const { width, height } = this.picture.size;
    this.view.yaw = this.yaw;
    this.view.pitch = this.pitch;
    this.place(width / 2, height / 2);
    const parting = this.part(dt);
    const context = this.canvas.getContext('2d');
    if (context) this.draw(context);
    this.before = moving || parting ? now : 0;
    if (moving || parting) this.invalidate();
  };

  private get letter(): number {
    return this.picture.chars.length > 160 || this.picture.size.width < SMALL_PX ? 12 : 17;
  }

  /** Letters that lie on each other move aside; their places do not. Returns whether any is still on its way. */
  private part(dt: number): boolean {
    toScreen(this.shown, this.view, this.extent.all, this.screen);
    spreadNames(this.screen, this.letter * TAKES, this.wanted);
    let parting = false;
    for (let i = 0; i < this.moved.length; i++) {
      const [from, to] = [this.moved[i] ?? 0, this.wanted[i] ?? 0];
      const there = prefersStill() || Math.abs(from - to) < 0.25;
      this.moved[i] = there ? to : approach(from, to, dt, FOLLOW_MS);
      parting ||= !there;
    }
    return parting;
  }

  /** Flat, the box around all places fills the room; turning, every direction must fit around the origin. */
  private place(halfWidth: number, halfHeight: number): void {
    const { middleX, middleY, all } = this.extent;
    const flat = fitFlat(this.extent, halfWidth - MAP_MARGIN, halfHeight - MAP_MARGIN);
    const round = (Math.min(halfWidth, halfHeight) - MAP_MARGIN) / all;
    const turned = Math.min(1, Math.hypot(this.yaw, this.pitch) / 0.7);
    this.view.scale = flat.scale + (round - flat.scale) * turned;
    this.view.stretch = flat.stretch + (1 - flat.stretch) * turned;
    this.view.x = halfWidth - middleX * this.view.scale * this.view.stretch * (1 - turned);
    this.view.y = halfHeight + middleY * this.view.scale * (1 - turned);
  }

  private ease(dt: number): boolean {
    const { stops, step, dimensions } = this.picture;
    const still = prefersStill();
    positionsAt(stops, step, this.goal);
    let moving = false;
    const near = this.extent.all * 1e-3;
    for (let i = 0; i < this.goal.length; i++) {
      const [from, to] = [this.shown[i] ?? 0, this.goal[i] ?? 0];
      const there = still || Math.abs(from - to) < near;
      this.shown[i] = there ? to : approach(from, to, dt, FOLLOW_MS);
      moving ||= !there;
    }
    const [yaw, pitch] = dimensions === 3 ? [this.pose.yaw, this.pose.pitch] : [0, 0];
    const posed = still || (Math.abs(this.yaw - yaw) < 1e-3 && Math.abs(this.pitch - pitch) < 1e-3);
    this.yaw = posed ? yaw : approach(this.yaw, yaw, dt, SWING_MS);
    this.pitch = posed ? pitch : approach(this.pitch, pitch, dt, SWING_MS);
    return moving || !posed;
  }

  private draw(context: CanvasRenderingContext2D): void {
    const { size, chars, hovered } = this.picture;
    context.clearRect(0, 0, size.width, size.height);
    if (this.picture.stops.length === 0) return;
    this.drawAxes(context);
    this.drawTrails(context);
    toScreen(this.shown, this.view, this.extent.all, this.screen);
    // The nearest last, so that they stand before the others.
    this.order.sort((a, b) => (this.screen[a * 3 + 2] ?? 0) - (this.screen[b * 3 + 2] ?? 0));
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const { letter } = this;
    this.drawTies(context);
    for (const i of this.order) {
      const near = this.screen[i * 3 + 2] ?? 1;
      const mine = chars[i] === hovered;
      if (mine) continue;
      context.globalAlpha = hovered === null ? Math.min(1, 0.35 + 0.65 * near ** 3) : 0.4;
      context.font = `500 ${(letter * near).toFixed(1)}px ${MONO}`;
      context.fillStyle = this.colors[i] ?? palette['text-2'];
      const [x, y] = this.nameAt(i);
      context.fillText(glyph(chars[i] ?? ''), x, y);
      this.drawShape(context, i, x, y, letter * near * 0.72);
    }
    context.globalAlpha = 1;
    const at = hovered === null ? -1 : chars.indexOf(hovered);
    if (at >= 0) drawChip(context, glyph(hovered ?? ''), ...this.nameAt(at));
  }

  private nameAt(i: number): [number, number] {
    const [x, y] = [this.screen[i * 3] ?? 0, this.screen[i * 3 + 1] ?? 0];
    return [x + (this.moved[i * 2] ?? 0), y + (this.moved[i * 2 + 1] ?? 0)];
  }

  /** A dot at the true place of each letter that had to move, and a line to it. */
  private drawTies(context: CanvasRenderingContext2D): void {
    const { hovered, chars } = this.picture;
    context.lineWidth = 1;
    for (let i = 0; i < chars.length; i++) {
      const [dx, dy] = [this.moved[i * 2] ?? 0, this.moved[i * 2 + 1] ?? 0];
      if (Math.hypot(dx, dy) < this.letter * TIED) continue;
      const [x, y] = [this.screen[i * 3] ?? 0, this.screen[i * 3 + 1] ?? 0];
      const mine = chars[i] === hovered;
      const color = mine ? palette['violet-text'] : (this.colors[i] ?? palette['text-2']);
      context.globalAlpha = mine ? 1 : hovered === null ? 0.5 : 0.25;
      context.strokeStyle = color;
      context.fillStyle = color;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + dx, y + dy);
      context.stroke();
      context.globalAlpha = hovered === null || mine ? 0.9 : 0.4;
      context.beginPath();
      context.arc(x, y, DOT_PX, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** The shape of the kind around a letter, thin: colour alone tells nobody enough. */
  private drawShape(
    context: CanvasRenderingContext2D,
    i: number,
    x: number,
    y: number,
    radius: number,
  ): void {
    const path = outline(this.kinds[i] ?? 'consonant', x, y, radius);
    if (path === '') return;
    context.lineWidth = 1;
    context.strokeStyle = this.colors[i] ?? palette['text-2'];
    context.globalAlpha *= SHAPE_ALPHA;
    context.stroke(new Path2D(path));
  }

  /** The middle, and in 3D a box that says which way is up. */
  private drawAxes(context: CanvasRenderingContext2D): void {
    const e = this.extent.all;
    const ends = Float32Array.of(-e, 0, 0, e, 0, 0, 0, -e, 0, 0, e, 0, 0, 0, -e, 0, 0, e);
    const out = new Float32Array(ends.length);
    toScreen(ends, this.view, e, out);
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.beginPath();
    for (let axis = 0; axis < (this.pitch === 0 && this.yaw === 0 ? 2 : 3); axis++) {
      context.moveTo(out[axis * 6] ?? 0, out[axis * 6 + 1] ?? 0);
      context.lineTo(out[axis * 6 + 3] ?? 0, out[axis * 6 + 4] ?? 0);
    }
    context.stroke();
  }

  private drawTrails(context: CanvasRenderingContext2D): void {
    const { stops, step, chars, hovered } = this.picture;
    const last = indexAt(stops, step);
    const first = Math.max(0, last - TRAIL);
    const only = hovered === null ? -1 : chars.indexOf(hovered);
    // The whole way of the character that is looked at; the others a tail.
    const from = only >= 0 ? 0 : first;
    const pixels = this.screen;
    let have = false;
    context.lineCap = 'round';
    for (let at = from; at <= last + 1; at++) {
      const places = at <= last ? stops[at]?.positions : this.shown;
      if (!places) continue;
      this.trail.set(pixels);
      toScreen(places, this.view, this.extent.all, pixels);
      if (have) {
        const age = (at - first) / Math.max(1, last + 1 - first);
        context.lineWidth = only >= 0 ? 2 : 1.25;
        for (let i = 0; i < chars.length; i++) {
          if (only >= 0 && i !== only) continue;
          context.globalAlpha = only >= 0 ? 0.8 : 0.32 * Math.max(0, age) ** 2;
          context.strokeStyle = only >= 0 ? palette['violet-text'] : (this.colors[i] ?? '');
          context.beginPath();
          context.moveTo(this.trail[i * 3] ?? 0, this.trail[i * 3 + 1] ?? 0);
          context.lineTo(pixels[i * 3] ?? 0, pixels[i * 3 + 1] ?? 0);
          context.stroke();
        }
      }
      have = true;
    }
    context.globalAlpha = 1;
  }
}

function drawChip(context: CanvasRenderingContext2D, shown: string, x: number, y: number): void {
  context.fillStyle = palette['violet-fill'];
  context.strokeStyle = tint('violet-text', 1);
  context.beginPath();
  context.roundRect(x - 14, y - 14, 28, 28, 4);
  context.fill();
  context.font = `500 18px ${MONO}`;
  context.fillStyle = '#ffffff';
  context.fillText(shown, x, y + 1);
}
