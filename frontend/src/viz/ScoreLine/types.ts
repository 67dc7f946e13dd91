/** What a head's line over training is given. */
export interface ScorePoint {
  step: number;
  /** 0 to 1. */
  score: number;
}

export interface ScoreLineProps {
  /** Ascending. */
  points: readonly ScorePoint[];
  /** The step that is shown; null: no violet line. */
  step: number | null;
  maxStep: number;
  /** What the score measures: "looks at the previous character". */
  label: string;
}
