/** How far two models are apart in what they expect after the same text. Pure. */

/** The place where they are furthest apart. */
export interface Difference {
  /** Between two probabilities, 0 to 1; Infinity where one of them is not a number. */
  largest: number;
  /** Which row: after how many characters of the text; 0 is after the boundary alone. */
  position: number;
  token: number;
  ours: number;
  theirs: number;
}

/**
 * Where two models differ most in what they expect.
 *
 * @param ours, theirs (T, V) probabilities after the same text.
 * @throws RangeError when there is nothing to compare, or one has more than the other.
 */
export function largestDifference(
  ours: readonly ArrayLike<number>[],
  theirs: readonly ArrayLike<number>[],
): Difference {
  if (ours.length !== theirs.length) {
    throw new RangeError(`${ours.length} places cannot be held against ${theirs.length}`);
  }
  let found: Difference | null = null;
  for (const [position, row] of ours.entries()) {
    const other = theirs[position] ?? [];
    if (row.length !== other.length) {
      throw new RangeError(`${row.length} tokens cannot be held against ${other.length}`);
    }
    for (let token = 0; token < row.length; token++) {
      const [a, b] = [row[token] ?? Number.NaN, other[token] ?? Number.NaN];
      const apart = Math.abs(a - b);
      const largest = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
      if (!found || largest > found.largest) {
        found = { largest, position, token, ours: a, theirs: b };
      }
    }
  }
  if (!found) throw new RangeError('There is nothing to compare.');
  return found;
}
