/**
 * The clock and the canvas of a 3D picture: draws it on demand, at most once per animation frame, as finely as the machine keeps up with, and
 * allocates nothing while it does. Owns the WebGL context; knows neither what is drawn nor React.
 */
import { WebGLRenderer } from 'three';
import type { Size } from '../useSize';
import type { Opened } from './context';
import { Pace, type Quality } from './pace';
import type { SpaceEvents, SpaceStats } from './types';

/** What a loop draws. In each frame: `take` where there is news, `advance`, `fit` where the size changed, `draw`. */
export interface Drawn {
  /** Whether there is anything to see yet. */
  readonly ready: boolean;
  /** Takes what its source has by now. */
  take(): void;
  /** Moves everything on by `dt` ms; `fresh`: something was taken. Returns whether anything still moves. */
  advance(dt: number, fresh: boolean): boolean;
  /** Fits camera and buffers to the picture; `pixels`: how many of them a CSS px has. */
  fit(size: Size, pixels: number, quality: Quality): void;
  draw(renderer: WebGLRenderer): void;
  /** Draws its letters anew: their face has been loaded. */
  drawLetters(): void;
}

export interface Followed {
  /** Calls back at every news until the returned function is called. */
  subscribe(onNews: () => void): () => void;
}

const LONGEST_FRAME_MS = 100;
const TIMES = 120;
/** A finer screen than this shows no more. */
const FINEST = 2;
/** Where edges are not smoothed while moving, the resting picture is drawn once more, finer. */
const REST_MS = 160;

export class RenderLoop {
  private readonly renderer: WebGLRenderer;
  private readonly smoothed: boolean;
  private readonly pace = new Pace();
  private readonly times = new Float64Array(TIMES);
  private timed = 0;
  private size: Size = { width: 1, height: 1 };
  private unsubscribe: () => void = () => {};
  private dirty = true;
  private resized = true;
  private told = false;
  private request = 0;
  private before = 0;
  private frames = 0;
  private disposed = false;
  private sharp = false;
  private sharpen: ReturnType<typeof setTimeout> | undefined;

  /** `face`: the CSS font whose letters it draws. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    { context, smoothed }: Opened,
    face: string,
    private readonly drawn: Drawn,
    private readonly events: SpaceEvents,
  ) {
    this.smoothed = smoothed;
    this.renderer = new WebGLRenderer({ canvas, context, alpha: true });
    this.renderer.setClearColor(0x000000, 0);
    canvas.addEventListener('webglcontextlost', this.onLost);
    document.fonts?.load(face).then(() => {
      if (this.disposed) return;
      this.drawn.drawLetters();
      this.invalidate();
    });
  }

  /** Takes the numbers of a source, now and at each of its news, and of no other any more. */
  follow(source: Followed, onNews?: () => void): void {
    this.unsubscribe();
    this.unsubscribe = source.subscribe(() => {
      onNews?.();
      this.renew();
    });
    this.renew();
  }

  resize(size: Size): void {
    this.size = size;
    this.refit();
  }

  /** Another size of what is drawn: camera and buffers must follow. */
  refit(): void {
    this.resized = true;
    this.invalidate();
  }

  /** The numbers must be taken anew. */
  renew(): void {
    this.dirty = true;
    this.invalidate();
  }

  readonly invalidate = (): void => {
    if (this.request === 0 && !this.disposed) this.request = requestAnimationFrame(this.frame);
  };

  stats(): SpaceStats {
    const kept = Math.min(this.timed, TIMES);
    const { calls, triangles } = this.renderer.info.render;
    return {
      drawCalls: calls,
      triangles,
      frames: this.frames,
      frameMs: Array.from(
        { length: kept },
        (_, i) => this.times[(this.timed - kept + i) % TIMES] ?? 0,
      ),
      pixelRatio: this.renderer.getPixelRatio(),
    };
  }

  /** Draws `count` frames with fresh numbers, one an animation frame; resolves to the ms between them. */
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
        this.drawn.take();
        this.drawn.advance(16, true);
        this.draw();
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });
  }

  dispose(): void {
    this.stop();
    this.canvas.removeEventListener('webglcontextlost', this.onLost);
    this.renderer.dispose();
    // A page may only hold a few contexts: this one is given back now and not when memory is short.
    this.renderer.getContext().getExtension('WEBGL_lose_context')?.loseContext();
  }

  private stop(): void {
    this.disposed = true;
    this.unsubscribe();
    clearTimeout(this.sharpen);
    cancelAnimationFrame(this.request);
  }

  private readonly onLost = (event: Event) => {
    event.preventDefault();
    this.stop();
    this.events.onUnavailable('context-lost');
  };

  private readonly frame = (now: number): void => {
    this.request = 0;
    this.wake();
    const gap = this.before === 0 ? 0 : now - this.before;
    const dt = gap === 0 ? 16 : Math.min(LONGEST_FRAME_MS, gap);
    // The first frame compiles: it says nothing about those to come.
    if (gap > 0 && this.frames > 1) this.judge(gap);
    const fresh = this.dirty;
    this.dirty = false;
    if (fresh) this.drawn.take();
    const moving = this.drawn.advance(dt, fresh);
    this.draw();
    this.tell();
    this.before = moving ? now : 0;
    if (moving) this.invalidate();
    else {
      this.pace.restart();
      if (!this.smoothed) this.sharpen = setTimeout(this.rest, REST_MS);
    }
  };

  private draw(): void {
    if (this.resized) this.fit();
    this.drawn.draw(this.renderer);
    this.frames++;
  }

  private fit(): void {
    this.resized = false;
    const { quality, level } = this.pace;
    const screen = Math.min(window.devicePixelRatio || 1, FINEST);
    const finer = level === 0 ? FINEST : screen;
    const pixels = this.sharp ? finer : screen * quality.ratio;
    this.renderer.setPixelRatio(pixels);
    this.renderer.setSize(this.size.width, this.size.height, false);
    this.drawn.fit(this.size, pixels, quality);
  }

  private tell(): void {
    if (this.told || !this.drawn.ready) return;
    this.told = true;
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
    this.resized = true;
    this.draw();
  };

  private judge(gap: number): void {
    this.times[this.timed++ % TIMES] = gap;
    const said = this.pace.note(gap);
    if (said === 'lower') this.resized = true;
    if (said === 'slow') this.events.onSlow();
  }
}
