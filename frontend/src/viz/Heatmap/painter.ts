/**
 * The heatmap's clock: takes the newest frame of its source, lets every cell spring towards it, and puts one T × T picture per
 * animation frame while anything moves. CSS scales it. Owns no words; says when it may be time to renew them.
 */
import type { MatrixSource } from '../attention';
import { heatWord } from '../heat';
import { MatrixSpring } from '../matrix';
import { prefersStill } from '../motion';

/** A description is renewed at most this often while frames keep coming. */
const DESCRIBE_MS = 1000;
/** After a pause the spring must not leap: a longer frame counts as this. */
const LONGEST_FRAME_MS = 100;

export class HeatmapPainter {
  private readonly spring = new MatrixSpring();
  private image: ImageData | null = null;
  private words = new Uint32Array(0);
  private dirty = true;
  private request = 0;
  private before = 0;
  private described = Number.NEGATIVE_INFINITY;
  private unsubscribe: () => void = () => {};
  private source: MatrixSource | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onDescribe: () => void,
  ) {}

  /** Follows a source; the cells move over from what they show. */
  follow(source: MatrixSource): void {
    this.unsubscribe();
    this.source = source;
    this.unsubscribe = source.subscribe(this.onNews);
    this.onNews();
  }

  dispose(): void {
    this.unsubscribe();
    cancelAnimationFrame(this.request);
  }

  private readonly onNews = () => {
    this.dirty = true;
    if (this.request === 0) this.request = requestAnimationFrame(this.frame);
  };

  private readonly frame = (now: number): void => {
    this.request = 0;
    const dt = this.before === 0 ? 16 : Math.min(LONGEST_FRAME_MS, now - this.before);
    if (this.dirty) {
      this.dirty = false;
      const frame = this.source?.getFrame();
      if (!frame) {
        this.clear();
        return;
      }
      if (this.spring.take(frame)) this.resize(frame.size);
      if (prefersStill()) this.spring.settle();
    }
    const moving = this.spring.advance(dt);
    this.put();
    if (!moving || now - this.described > DESCRIBE_MS) {
      this.described = now;
      this.onDescribe();
    }
    this.before = moving ? now : 0;
    if (moving && this.request === 0) this.request = requestAnimationFrame(this.frame);
  };

  private clear(): void {
    this.before = 0;
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.spring.size = 0;
    this.onDescribe();
  }

  private resize(size: number): void {
    this.spring.settle();
    this.canvas.width = size;
    this.canvas.height = size;
    const context = this.canvas.getContext('2d');
    this.image = context?.createImageData(size, size) ?? null;
    this.words = this.image ? new Uint32Array(this.image.data.buffer) : new Uint32Array(0);
  }

  private put(): void {
    if (!this.image) return;
    const { size, values } = this.spring;
    for (let row = 0; row < size; row++) {
      for (let at = row * size; at <= row * size + row; at++) {
        this.words[at] = heatWord(values[at] ?? 0);
      }
    }
    this.canvas.getContext('2d')?.putImageData(this.image, 0, 0);
  }
}
