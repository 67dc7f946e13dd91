/**
 * What a number looks like, in 3D and flat. Blue is what a cell holds, cyan what is computed now. Slopes of the loss are amber, the colour of
 * what is wrong: they say how wrong the guess was, and by which number. Violet is the person's: what is pointed at, and their own words.
 * Grey has not been computed. What is below zero is the darker of two. Pure.
 */
import { rgb } from '../heat';
import { palette } from '../palette';
import { MODES, type Mode, NOTHING } from './cells';

export const INKS = {
  /** Next to nothing, and not computed. */
  dim: '#263654',
  blank: '#22304a',
  dimSlope: '#3d3426',
  holds: palette.blue,
  below: '#2f5fd0',
  now: palette['cyan-text'],
  nowBelow: '#1292b0',
  slope: palette['amber-text'],
  slopeBelow: '#b97708',
  given: palette['text-2'],
  own: palette.violet,
} as const;

/** How much of its full colour a height has: faint ones are seen too. */
export const FAINTEST = 0.16;
export const FAINT_POWER = 0.75;

/** Colour of a cell at full strength. */
function fullInk(mode: Mode, below: boolean, lit: boolean, own: boolean): string {
  if (mode === MODES.given) return own ? INKS.own : INKS.given;
  if (mode === MODES.slope) return below ? INKS.slopeBelow : INKS.slope;
  if (lit) return below ? INKS.nowBelow : INKS.now;
  return below ? INKS.below : INKS.holds;
}

/** '#rrggbb' of a height as `cells` gives it. */
export function inkOf(height: number, mode: Mode, lit: boolean, own: boolean): string {
  if (height === NOTHING || mode === MODES.nothing) return INKS.blank;
  const from = rgb(mode === MODES.slope ? INKS.dimSlope : INKS.dim);
  const to = rgb(fullInk(mode, height < 0, lit, own));
  const share = FAINTEST + (1 - FAINTEST) * Math.min(1, Math.abs(height)) ** FAINT_POWER;
  const mixed = from.map((low, i) => Math.round(low + ((to[i] ?? 0) - low) * share));
  return `#${mixed.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

const LEVELS = 24;

/** Colours looked up by height, so that none is made while frames come. */
export class InkTable {
  private readonly inks = new Map<number, string>();

  inkOf(height: number, mode: Mode, lit: boolean, own: boolean): string {
    if (height === NOTHING || mode === MODES.nothing) return INKS.blank;
    const level = Math.round(height * LEVELS);
    const key = ((level + LEVELS) * 8 + mode) * 4 + (lit ? 2 : 0) + (own ? 1 : 0);
    let ink = this.inks.get(key);
    if (ink === undefined) {
      ink = inkOf(level / LEVELS, mode, lit, own);
      this.inks.set(key, ink);
    }
    return ink;
  }
}
