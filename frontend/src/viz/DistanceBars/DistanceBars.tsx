/** How far back a head looks on average: a bar a distance, kept true at every frame without rendering React. */
import { useCallback, useId, useMemo, useRef } from 'react';
import './DistanceBars.css';
import { figure } from '../glyph';
import { meanByDistance } from '../matrix';
import { approach, prefersStill } from '../motion';
import { useFrames } from '../useFrames';
import type { DistanceBarsProps } from './types';

/** Bars cover the way to their height by e every this many ms. */
const FOLLOW_MS = 70;
const NEAR = 1e-3;
/** From here a telling bar is cyan even beside a higher one. */
const STRONG = 0.3;
/** The scale ends at a multiple of this: an even look stays low, and the scale seldom changes. */
const SCALE_STEP = 0.25;
const DESCRIBE_MS = 1000;

/** Distance 0 is the character itself. */
export const distanceName = (back: number): string => (back === 0 ? 'self' : `−${back}`);

/** The weight at which a full bar stands: 0.25, 0.5, 0.75 or 1. */
export const scaleTop = (means: Iterable<number>): number =>
  Math.max(1, Math.ceil(Math.max(...means) / SCALE_STEP - NEAR)) * SCALE_STEP;

/** The bars in words, the three highest. */
export function describeDistances(means: ArrayLike<number>): string {
  const best = Array.from(means, (mean, back) => ({ mean, back }))
    .sort((a, b) => b.mean - a.mean)
    .slice(0, 3)
    .map(({ mean, back }) => {
      const where = back === 0 ? 'itself' : `${back} back`;
      return `${where} ${figure(mean)}`;
    });
  return `Mean attention by distance: ${best.join(', ')}.`;
}

export function DistanceBars({
  source,
  distances = 16,
  hovered = null,
  telling = false,
}: DistanceBarsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLSpanElement>(null);
  const description = useRef<HTMLParagraphElement>(null);
  const means = useMemo(() => new Float32Array(distances), [distances]);
  const shown = useMemo(() => new Float32Array(distances), [distances]);
  const clock = useRef({ before: 0, described: Number.NEGATIVE_INFINITY });

  const paint = useCallback(
    (now: number) => {
      meanByDistance(source.getFrame(), means);
      const { before, described } = clock.current;
      const dt = before === 0 ? 16 : now - before;
      const highest = Math.max(NEAR, ...means);
      const full = scaleTop(means);
      if (top.current) top.current.textContent = String(full);
      let moving = false;
      for (let back = 0; back < means.length; back++) {
        const goal = (means[back] ?? 0) / full;
        const at = prefersStill() ? goal : approach(shown[back] ?? 0, goal, dt, FOLLOW_MS);
        moving ||= Math.abs(at - goal) > NEAR;
        shown[back] = at;
        const bar = list.current?.children[means.length - 1 - back] as HTMLElement | undefined;
        if (!bar) continue;
        bar.style.setProperty('--share', at.toFixed(4));
        bar.dataset.strong = String(
          telling && ((means[back] ?? 0) > STRONG || (means[back] === highest && highest > NEAR)),
        );
      }
      if (description.current && (!moving || now - described > DESCRIBE_MS)) {
        clock.current.described = now;
        description.current.textContent = describeDistances(means);
      }
      clock.current.before = moving ? now : 0;
      return moving;
    },
    [source, means, shown, telling],
  );
  useFrames(
    useMemo(() => [source], [source]),
    paint,
  );

  return (
    <div
      className="distance-bars"
      role="img"
      aria-label="How far back it looks"
      aria-describedby={`${id}-text`}
    >
      <div className="distance-scale num" aria-hidden="true">
        <span ref={top} />
        <span>0</span>
      </div>
      <div ref={list} className="distance-list" aria-hidden="true">
        {Array.from({ length: distances }, (_, i) => distances - 1 - i).map((back) => (
          <div key={back} className="distance-bar" data-hovered={back === hovered}>
            <i />
            <span className="num">{distanceName(back)}</span>
          </div>
        ))}
      </div>
      <p ref={description} id={`${id}-text`} className="sr-only" />
    </div>
  );
}
