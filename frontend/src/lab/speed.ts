/** How fast is an engine here? Sums what ran inside it, over windows long enough to mean something. */

const WINDOW_MS = 250;
/** Weight of the newest window against all before. */
const NEWEST = 0.4;

export class Meter {
  #tokens = 0;
  #ms = 0;
  #rate: number | null = null;

  /** Tokens a second; null until the first window is full. */
  get rate(): number | null {
    return this.#rate;
  }

  add(tokens: number, ms: number): void {
    this.#tokens += tokens;
    this.#ms += ms;
    if (this.#ms < WINDOW_MS) return;
    const rate = (1000 * this.#tokens) / this.#ms;
    this.#rate = this.#rate === null ? rate : this.#rate + NEWEST * (rate - this.#rate);
    this.#tokens = 0;
    this.#ms = 0;
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
