/** How fast is an engine here? The median of short slices of what ran inside it: one that was disturbed changes nothing. */

const SLICE_MS = 60;
/** Slices that a figure is the median of, and the fewest that make one. */
const NEWEST = 7;
const ENOUGH = 3;
/** Of steps a second. */
const WINDOW_MS = 250;

/** Rates of the newest slices, tokens a second. */
class Slices {
  #rates: number[] = [];
  #tokens = 0;
  #ms = 0;

  add(tokens: number, ms: number): void {
    this.#tokens += tokens;
    this.#ms += ms;
    if (this.#ms < SLICE_MS) return;
    this.#rates = [...this.#rates, (1000 * this.#tokens) / this.#ms].slice(-NEWEST);
    this.#tokens = 0;
    this.#ms = 0;
  }

  get count(): number {
    return this.#rates.length;
  }

  get median(): number | null {
    if (this.count < ENOUGH) return null;
    return this.#rates.toSorted((a, b) => a - b)[this.count >> 1] ?? null;
  }
}

export class Meter {
  readonly #trained = new Slices();
  readonly #tried = new Slices();

  /** Tokens a second: of the training itself as soon as there is enough of it, else of a trial; null before. */
  get rate(): number | null {
    return this.#trained.median ?? (this.isTried ? this.#tried.median : null);
  }

  /** No trial is needed any more. */
  get isKnown(): boolean {
    return this.isTried || this.#trained.median !== null;
  }

  private get isTried(): boolean {
    return this.#tried.count >= NEWEST;
  }

  /** Of the training. */
  add(tokens: number, ms: number): void {
    this.#trained.add(tokens, ms);
  }

  /** Of a trial. */
  try(tokens: number, ms: number): void {
    this.#tried.add(tokens, ms);
  }
}

/** Steps a second over the last while, by the clock on the wall. */
export class Pacer {
  #since = 0;
  #steps = 0;
  rate = 0;

  start(now: number): void {
    this.#since = now;
    this.#steps = 0;
    this.rate = 0;
  }

  add(steps: number, now: number): void {
    this.#steps += steps;
    const ms = now - this.#since;
    if (ms < 2 * WINDOW_MS && this.rate > 0) return;
    if (ms <= 0) return;
    this.rate = (1000 * this.#steps) / ms;
    if (ms < 2 * WINDOW_MS) return;
    this.#since = now;
    this.#steps = 0;
  }
}
