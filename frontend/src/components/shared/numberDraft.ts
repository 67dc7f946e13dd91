/** What a person types into a number field, judged: a value, or a sentence that says what is wrong. */

export interface NumberBounds {
  min?: number;
  /** The value must be greater than this (a bound that is not itself allowed). */
  above?: number;
  max?: number;
  integer?: boolean;
}

export type Judged = { value: number; error: null } | { value: null; error: string };

const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

const shown = (value: number) =>
  Math.abs(value) >= 1000 ? value.toLocaleString('en') : String(value);

/** "1 to 128", "above 0, up to 0.1", "at least 1"; empty when there is no bound. */
export function boundsText({ min, above, max }: NumberBounds): string {
  if (above !== undefined) {
    return max === undefined
      ? `above ${shown(above)}`
      : `above ${shown(above)}, up to ${shown(max)}`;
  }
  if (min !== undefined && max !== undefined) return `${shown(min)} to ${shown(max)}`;
  if (min !== undefined) return `at least ${shown(min)}`;
  return max === undefined ? '' : `up to ${shown(max)}`;
}

/** Judges a draft: commas and spaces group thousands, a lone comma is a decimal point where fractions are allowed. */
export function judgeNumber(draft: string, bounds: NumberBounds): Judged {
  const typed = draft.trim();
  const wanted = boundsText(bounds);
  const fail = (what: string): Judged => ({
    value: null,
    error: wanted ? `${what}: ${wanted}.` : `${what}.`,
  });
  if (typed === '') return fail('Needs a number');
  const grouped = /^-?\d{1,3}([, ]\d{3})+(\.\d+)?$/.test(typed);
  const plain = grouped ? typed.replace(/[, ]/g, '') : typed.replace(',', '.');
  // Number() would also take 0x10 and the empty string.
  const value = DECIMAL.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(value)) return fail('Not a number');
  if (bounds.integer && !Number.isInteger(value)) return fail('Whole numbers only');
  if (bounds.above !== undefined && value <= bounds.above) return fail('Too small');
  if (bounds.min !== undefined && value < bounds.min) return fail('Too small');
  if (bounds.max !== undefined && value > bounds.max) return fail('Too large');
  return { value, error: null };
}
