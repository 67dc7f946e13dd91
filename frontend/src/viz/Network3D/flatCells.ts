/**
 * The cells of the flat picture as pixels. Thousands of small rectangles a frame cost a processor that draws without a
 * graphics card more than all the rest: here only cells whose colour has changed are written, pixel by pixel, with the
 * same soft edges. Knows places and colours, no numbers of the network.
 */
import { rgb } from '../heat';
import type { FlatPlace } from './flat';
import { CELL_WIDTH, cellPlace } from './layout';

/** Smaller cells, px, have no gaps between them. */
const GAPLESS = 4;

/** What a pixel is where all bits but those of opacity are known: red first, as canvases keep them. */
const bitsOf = (ink: string): number => {
  const [red, green, blue] = rgb(ink);
  return red | (green << 8) | (blue << 16);
};

/** Of a stretch around a middle: each pixel from 0 to `end` that it touches, and the share of it that it covers. */
function coverage(middle: number, half: number, end: number): [number, number][] {
  const [from, to] = [Math.max(0, middle - half), Math.min(end, middle + half)];
  const touched: [number, number][] = [];
  for (let pixel = Math.floor(from); pixel < to; pixel++) {
    touched.push([pixel, Math.min(pixel + 1, to) - Math.max(pixel, from)]);
  }
  return touched;
}

export class FlatCells {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d');
  private image: ImageData | null = null;
  private bits = new Uint32Array(0);
  /** Pixels of cell i are those from `first[i]` to `first[i + 1]`, each with the opacity of what is covered of it. */
  private first = new Uint32Array(1);
  private pixels = new Uint32Array(0);
  private opacities = new Uint32Array(0);
  /** Of each cell, as it was written; '' where nothing is. */
  private inks: string[] = [];
  private readonly known = new Map<string, number>();
  private changed = false;

  /** Another network, or another window of `width` × `height` device pixels, `ratio` of them a px. */
  build(
    { layout, scale, left, top }: FlatPlace,
    width: number,
    height: number,
    ratio: number,
  ): void {
    this.canvas.width = Math.max(1, width);
    this.canvas.height = Math.max(1, height);
    this.image = this.context?.createImageData(this.canvas.width, this.canvas.height) ?? null;
    this.bits = new Uint32Array(this.image?.data.buffer ?? new ArrayBuffer(0));
    this.inks = new Array<string>(layout.cells).fill('');
    const half = (ratio * Math.max(1, scale * (scale > GAPLESS ? CELL_WIDTH : 1))) / 2;
    const foot = { x: 0, z: 0 };
    const first = [0];
    const pixels: number[] = [];
    const opacities: number[] = [];
    for (const block of layout.blocks) {
      for (let cell = 0; cell < block.count; cell++) {
        cellPlace(block, cell, 0, foot);
        const rows = coverage(ratio * (top + foot.z * scale), half, height);
        const columns = coverage(ratio * (left + foot.x * scale), half, width);
        for (const [row, high] of rows) {
          for (const [column, wide] of columns) {
            pixels.push(row * width + column);
            opacities.push(Math.round(255 * high * wide) << 24);
          }
        }
        first.push(pixels.length);
      }
    }
    this.first = Uint32Array.from(first);
    this.pixels = Uint32Array.from(pixels);
    this.opacities = Uint32Array.from(opacities);
    this.changed = true;
  }

  /** `ink`: '#rrggbb'. */
  set(cell: number, ink: string): void {
    if (this.inks[cell] === ink) return;
    this.inks[cell] = ink;
    this.changed = true;
    let bits = this.known.get(ink);
    if (bits === undefined) {
      bits = bitsOf(ink);
      this.known.set(ink, bits);
    }
    const { first, pixels, opacities } = this;
    const end = first[cell + 1] ?? 0;
    for (let i = first[cell] ?? 0; i < end; i++) {
      this.bits[pixels[i] as number] = bits | (opacities[i] as number);
    }
  }

  /** Puts all cells on a canvas of the same size; its transform is left as plain device pixels. */
  drawOn(context: CanvasRenderingContext2D): void {
    if (this.changed && this.image) this.context?.putImageData(this.image, 0, 0);
    this.changed = false;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.canvas, 0, 0);
  }
}
