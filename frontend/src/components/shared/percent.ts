/** A share of 0 to 1 in whole percent, its sign a narrow space after it that never breaks. Pure. */
export const percentOf = (share: number): string => `${Math.round(100 * share)}\u202f%`;
