/** The few curves of time the drawing uses. Pure: time goes in, a number comes out. */

/** Same times as the tokens --axis and --point, in ms. */
export const AXIS_MS = 240;
export const POINT_MS = 600;
export const BREATH_MS = 2000;

/** Moves `from` towards `to` so that the rest shrinks by e every `tau` ms, whatever the frame rate. */
export function approach(from: number, to: number, dt: number, tau: number): number {
  return to + (from - to) * Math.exp(-dt / tau);
}

/** Fast start, soft landing; 0 at 0, 1 at 1, clamped outside. */
export function easeOut(t: number): number {
  const rest = 1 - Math.min(1, Math.max(0, t));
  return 1 - rest ** 3;
}

/** Size of a point that has just landed: 1, up to 1.2 half way, 1 again. `t` 0 to 1. */
export function landing(t: number): number {
  return t <= 0 || t >= 1 ? 1 : 1 + 0.2 * Math.sin(Math.PI * t);
}

/** 0 to 1 and back within a breath, starting at 0; `now` in ms. */
export function breath(now: number): number {
  return (1 - Math.cos((2 * Math.PI * now) / BREATH_MS)) / 2;
}

let still: { ask: typeof window.matchMedia; answer: MediaQueryList } | null = null;

/** True when the person asked for less motion. Read at every frame: the question is put once, its answer stays current. */
export function prefersStill(): boolean {
  const ask = window.matchMedia;
  if (still?.ask !== ask) {
    still = { ask, answer: window.matchMedia('(prefers-reduced-motion: reduce)') };
  }
  return still.answer.matches;
}
