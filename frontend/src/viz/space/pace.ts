/** Judges how fast frames come while the picture moves: when to draw less, and when to give up. Pure. */

/** Slower than this over a window, and the next cheaper setting is tried. */
const LOWER_MS = 1000 / 24;
const WINDOW = 15;
/** Under 5 frames a second for 3 s is too slow for anybody. */
const SLOW_MS = 200;
const SLOW_FOR_MS = 3000;
/** A sleeping tab is not a slow one. */
const ASLEEP_MS = 1500;

export interface Quality {
  /** Times the screen's own ratio. */
  ratio: number;
  /** Every how many characters get a label. */
  labelStride: number;
}

export const QUALITIES: readonly Quality[] = [
  { ratio: 1, labelStride: 1 },
  { ratio: 0.75, labelStride: 1 },
  { ratio: 0.6, labelStride: 2 },
  { ratio: 0.5, labelStride: 4 },
];

export class Pace {
  level = 0;
  private sum = 0;
  private count = 0;
  private slowFor = 0;
  private told = false;

  /** Takes the ms since the frame before. 'lower': `level` went up; 'slow': said once. */
  note(dt: number): 'lower' | 'slow' | null {
    if (dt > ASLEEP_MS) {
      this.restart();
      return null;
    }
    this.slowFor = dt > SLOW_MS ? this.slowFor + dt : 0;
    if (this.slowFor >= SLOW_FOR_MS && !this.told && this.level === QUALITIES.length - 1) {
      this.told = true;
      return 'slow';
    }
    this.sum += dt;
    this.count++;
    // Very slow frames need no long proof.
    const proven = this.count >= WINDOW || (this.count >= 3 && this.sum / this.count > SLOW_MS);
    if (!proven) return null;
    const mean = this.sum / this.count;
    this.sum = 0;
    this.count = 0;
    if (mean <= LOWER_MS || this.level === QUALITIES.length - 1) return null;
    this.level++;
    return 'lower';
  }

  /** The picture rested: what comes next is judged on its own. */
  restart(): void {
    this.sum = 0;
    this.count = 0;
    this.slowFor = 0;
  }

  get quality(): Quality {
    return QUALITIES[this.level] ?? { ratio: 0.5, labelStride: 4 };
  }
}
