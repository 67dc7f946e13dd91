/** A straight line from one range of numbers to another: of figures to pixels, and back. Pure. */

type Range = readonly [number, number];

export interface Scale {
  (value: number): number;
  /** The value at a pixel. */
  invert(pixel: number): number;
}

/** A range without width has one value for all: the middle of the other. */
export function linearScale(domain: Range, range: Range): Scale {
  return Object.assign(between(domain, range), { invert: between(range, domain) });
}

const between =
  ([from, to]: Range, [first, last]: Range) =>
  (value: number): number =>
    first + (to === from ? 0.5 : (value - from) / (to - from)) * (last - first);
