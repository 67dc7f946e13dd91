/** A head's score over training, as small as a word. */
import { useId, useMemo, useRef } from 'react';
import './ScoreLine.css';
import { figure } from '../glyph';
import { useSize } from '../useSize';
import type { ScoreLineProps, ScorePoint } from './types';

const UNMEASURED = { width: 176, height: 56 };
/** A head that found nothing must not look as if it had. */
const LEAST_TOP = 0.4;
const PAD = 6;

/** The score at a step between two measured ones; null before the first and without any. */
export function scoreAt(points: readonly ScorePoint[], step: number): number | null {
  let before: ScorePoint | null = null;
  for (const point of points) {
    if (point.step === step) return point.score;
    if (point.step > step) {
      if (!before) return null;
      const t = (step - before.step) / (point.step - before.step);
      return before.score + (point.score - before.score) * t;
    }
    before = point;
  }
  return before?.score ?? null;
}

export function ScoreLine({ points, step, maxStep, label }: ScoreLineProps) {
  const root = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(root, UNMEASURED);
  const id = useId();
  const top = Math.max(LEAST_TOP, ...points.map(({ score }) => score * 1.1));
  const x = (at: number) => PAD + (at / Math.max(1, maxStep)) * (width - 2 * PAD);
  const y = (score: number) => height - 2 - (Math.min(score, top) / top) * (height - 2 - PAD);
  // biome-ignore lint/correctness/useExhaustiveDependencies: x and y depend on these alone
  const path = useMemo(
    () =>
      points
        .map(
          ({ step: at, score }, i) =>
            `${i === 0 ? 'M' : 'L'}${x(at).toFixed(1)},${y(score).toFixed(1)}`,
        )
        .join(''),
    [points, width, height, maxStep, top],
  );
  const [first, last] = [points[0], points.at(-1)];
  const score = step === null ? null : scoreAt(points, step);
  return (
    <div
      ref={root}
      className="score-line"
      role="img"
      aria-label="Score over training"
      aria-describedby={`${id}-text`}
    >
      <svg width={width} height={height} aria-hidden="true">
        {first && last && (
          <>
            <path
              className="score-area"
              d={`${path}L${x(last.step)},${height}L${x(first.step)},${height}Z`}
            />
            <path className="score-path" d={path} />
          </>
        )}
        {step !== null && score !== null && (
          <>
            <line className="score-now" x1={x(step)} x2={x(step)} y1={0} y2={height} />
            <circle className="score-dot" cx={x(step)} cy={y(score)} r={5} />
          </>
        )}
      </svg>
      <p id={`${id}-text`} className="sr-only">
        {first && last
          ? `${label}: ${figure(first.score)} at step ${first.step}, ${figure(last.score)} at step ${last.step}${
              score === null ? '' : `, ${figure(score)} at step ${step}`
            }.`
          : 'Nothing measured yet.'}
      </p>
    </div>
  );
}
