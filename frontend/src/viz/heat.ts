/**
 * The colours of attention: white over blue-400 to blue-900 by the square root of the weight, so that the many faint
 * weights differ visibly. Owns the scale that heatmap, 3D bars, reading strip and legend share. Pure.
 */
import { palette } from './palette';

/** At √weight 0, .5 and 1. */
export const HEAT_STOPS = ['#ffffff', palette['blue-text'], '#1e3a8a'] as const;

export type Rgb = readonly [number, number, number];

/** '#rrggbb' as three bytes. */
export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

const [LOW, MIDDLE, HIGH] = HEAT_STOPS.map(rgb) as [Rgb, Rgb, Rgb];

/** A weight brought into 0 to 1; what is not a number is 0. */
export const sane = (weight: number): number => (weight > 0 ? Math.min(1, weight) : 0);

/** Colour of a weight of 0 to 1, as bytes. */
export function heat(weight: number): Rgb {
  const root = Math.sqrt(sane(weight));
  const [from, to, t] = root < 0.5 ? [LOW, MIDDLE, root * 2] : [MIDDLE, HIGH, root * 2 - 1];
  const mix = (k: 0 | 1 | 2) => Math.round(from[k] + (to[k] - from[k]) * t);
  return [mix(0), mix(1), mix(2)];
}

/** The same for CSS. */
export const heatCss = (weight: number): string => `rgb(${heat(weight).join(' ')})`;

/** The whole scale from left to right, by the weight itself. */
export const HEAT_GRADIENT = `linear-gradient(90deg, ${Array.from({ length: 17 }, (_, i) => heatCss(i / 16)).join(', ')})`;

/** The weights that every legend names. */
export const HEAT_TICKS = [0, 0.25, 0.5, 1] as const;

/** The token that can be read on a cell of this weight: 4.3 to 1 or better all along the scale. */
export const inkOn = (weight: number): string =>
  sane(weight) > 0.49 ? 'var(--on-action)' : 'var(--ink)';

const STEPS = 1023;
const table = new Uint32Array(STEPS + 1);
for (let i = 0; i <= STEPS; i++) {
  const [r, g, b] = heat((i / STEPS) ** 2);
  table[i] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** Colour of a weight as one opaque little-endian RGBA word, for image data. */
export function heatWord(weight: number): number {
  return table[weight > 0 ? Math.round(Math.sqrt(Math.min(1, weight)) * STEPS) : 0] ?? 0;
}
