/** What the bars of next characters are given. */
export interface CharShare {
  char: string;
  /** 0 to 1. */
  prob: number;
  /** The same character at the last step, as a thin line; null: not known. */
  last?: number | null;
}

export interface ProbabilityBarsProps {
  /** Likeliest first. */
  items: readonly CharShare[];
  /** Names the list: "Next character at step 180". */
  label: string;
  /** A character in cyan: the one that came. */
  hit?: string | null;
  /** Rows that keep their place while fewer are known. */
  rows?: number;
  /** The probability that fills the width; 1, or rounded up from the largest, when left out. */
  full?: number;
}
