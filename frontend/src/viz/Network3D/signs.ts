/**
 * Which names stand where at this frame. They are HTML over the canvas: their letters stay fine when the picture behind
 * them is drawn coarser. Writes only what has changed; allocates only when the network changes.
 */
import type { Camera, Vector3 } from 'three';
import { SANS } from '../palette';
import { textWidth } from '../textWidth';
import type { Size } from '../useSize';
import { HANGING, type Layout } from './layout';
import { giveRoom, litStages, type Name, namesOf } from './names';
import type { NetworkPoint } from './types';

/** px of the letters, in a narrow window too; `Network3D.css` has the same. */
const NAME_PX = 14;
const NARROW_PX = 520;
const NARROW_NAME_PX = 12;
export const NAME_FACE = `500 ${NAME_PX}px ${SANS}`;
/** px between a line's foot and the middle of its names. */
const BELOW_PX = 8;
/** px between the middle of a name and the window's lower edge, at the least. */
const EDGE_PX = 14;

/** px of a place in the world that stands in `point`, into its x and y; false where it is behind the camera. */
export function onScreen(point: Vector3, camera: Camera, size: Size): boolean {
  point.project(camera);
  point.x = ((point.x + 1) / 2) * size.width;
  point.y = ((1 - point.y) / 2) * size.height;
  return point.z >= -1 && point.z <= 1;
}

const within = ({ x, y }: Vector3, { width, height }: Size): boolean =>
  x >= 0 && x <= width && y >= 0 && y <= height;

const FAR_AWAY = -1e6;
/** How a name is shown, as CSS knows it. */
const KINDS = ['off', 'plain', 'lit', 'pointed'] as const;
type Kind = 0 | 1 | 2 | 3;

export class Signs {
  private layout: Layout | null = null;
  private names: Name[] = [];
  private spans: HTMLElement[] = [];
  private lit = new Uint8Array(0);
  private pointed = -1;
  private roomy = new Uint8Array(0);
  /** As if all letters were as large as at most. */
  private fullWidths = new Float32Array(0);
  private widths = new Float32Array(0);
  private xs = new Float32Array(0);
  private ys = new Float32Array(0);
  /** As last written: x, y and kind of each. */
  private written = new Float32Array(0);
  private narrow: boolean | null = null;

  constructor(private readonly layer: HTMLElement) {}

  build(layout: Layout): void {
    this.layout = layout;
    this.names = namesOf(layout);
    const count = this.names.length;
    this.spans = this.names.map(({ text }) => {
      const span = document.createElement('span');
      span.textContent = text;
      span.dataset.kind = KINDS[0];
      return span;
    });
    this.layer.replaceChildren(...this.spans);
    this.lit = new Uint8Array(layout.stages.length);
    this.roomy = new Uint8Array(count);
    this.fullWidths = new Float32Array(count);
    this.widths = new Float32Array(count);
    this.xs = new Float32Array(count);
    this.ys = new Float32Array(count);
    this.written = new Float32Array(3 * count);
    this.measure();
  }

  /** Again, when the font has come. */
  measure(): void {
    for (const [i, { text }] of this.names.entries()) {
      this.fullWidths[i] = textWidth(text, NAME_FACE);
    }
  }

  setLit(lit: string | null): void {
    if (this.layout) litStages(this.layout, lit, this.lit);
  }

  setHovered(point: NetworkPoint | null): void {
    this.pointed = (point && this.layout?.byId.get(point.block)?.stage) ?? -1;
  }

  place(camera: Camera, size: Size, scratch: Vector3): void {
    const { names, xs, ys, widths, roomy, layout } = this;
    if (!layout) return;
    const px = this.letters(size.width);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!name) continue;
      widths[i] = ((this.fullWidths[i] ?? 0) * px) / NAME_PX;
      scratch.set(name.x, -layout.tall * HANGING, name.z);
      xs[i] = onScreen(scratch, camera, size) ? scratch.x : FAR_AWAY;
      ys[i] = scratch.y + BELOW_PX;
      // Its place is below the window, what it names is not: it waits at the edge.
      if (scratch.y + BELOW_PX <= size.height - EDGE_PX) continue;
      scratch.set(name.middleX, 0, name.middleZ);
      if (!onScreen(scratch, camera, size) || !within(scratch, size)) continue;
      xs[i] = scratch.x;
      ys[i] = size.height - EDGE_PX;
    }
    giveRoom(
      names.length,
      xs,
      ys,
      widths,
      px + 4,
      size,
      this.first,
      this.telling,
      this.lowest,
      roomy,
    );
    for (let i = 0; i < names.length; i++) {
      const stage = names[i]?.stage ?? -1;
      const kind = stage === this.pointed ? 3 : this.lit[stage] === 1 ? 2 : 1;
      this.write(i, roomy[i] === 1 ? kind : 0);
    }
  }

  dispose(): void {
    this.layer.replaceChildren();
  }

  /** px of the letters in a window so wide. */
  private letters(width: number): number {
    const narrow = width < NARROW_PX;
    if (narrow !== this.narrow) this.layer.dataset.narrow = String(narrow);
    this.narrow = narrow;
    return narrow ? NARROW_NAME_PX : NAME_PX;
  }

  private write(i: number, kind: Kind): void {
    const { written } = this;
    const span = this.spans[i];
    if (!span) return;
    if (kind !== written[i * 3 + 2]) span.dataset.kind = KINDS[kind];
    written[i * 3 + 2] = kind;
    if (kind === 0) return;
    const x = Math.round(this.xs[i] ?? 0);
    const y = Math.round(this.ys[i] ?? 0);
    if (x === written[i * 3] && y === written[i * 3 + 1]) return;
    written[i * 3] = x;
    written[i * 3 + 1] = y;
    span.style.transform = `translate(-50%, -50%) translate(${x}px, ${y}px)`;
  }

  private readonly telling = (i: number): boolean => (this.names[i]?.rank ?? 2) < 2;

  private readonly lowest = (i: number): boolean => this.names[i]?.lowest ?? false;

  /** What is lit or pointed at is named before the rest. */
  private readonly first = (i: number): boolean => {
    const stage = this.names[i]?.stage ?? -1;
    return stage === this.pointed || this.lit[stage] === 1;
  };
}
