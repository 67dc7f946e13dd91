/** Ribbons across the gutter between two texts, one for each place where the machine used a phrase. Measures the page; owns no words. */
import { type CSSProperties, useLayoutEffect, useState } from 'react';
import type { Phrase, Place } from './links';
import { placeWithin, ribbonPath } from './links';

interface Ribbon {
  key: string;
  id: number;
  from: Place;
  to: Place;
  /** How far down its text the machine used it: 0 to 1. */
  depth: number;
}

interface Picture {
  width: number;
  height: number;
  left: number;
  right: number;
  ribbons: Ribbon[];
}

const EMPTY: Picture = { width: 0, height: 0, left: 0, right: 0, ribbons: [] };

/** Middle of one line of an element: the last, or the first. */
function middle(element: Element | undefined, line: 'first' | 'last'): number | null {
  const boxes = element?.getClientRects();
  const box = boxes?.[line === 'first' ? 0 : boxes.length - 1];
  return box ? (box.top + box.bottom) / 2 : null;
}

function measure(stage: HTMLElement, phrases: readonly Phrase[]): Picture {
  const sides = [...stage.querySelectorAll<HTMLElement>('[data-side]')];
  const [left, right] = ['left', 'right'].map((side) =>
    sides.find((element) => element.dataset.side === side),
  );
  if (!left || !right) return EMPTY;
  const [box, a, b] = [stage, left, right].map((element) => element.getBoundingClientRect());
  if (!box || !a || !b) return EMPTY;
  const origin = box.top;
  // What is scrolled up ends below the head, which is of one height on both sides.
  const textTop =
    (right.querySelector('.sheet-text') ?? right).getBoundingClientRect().top - origin;
  const text = (right.querySelector('.phrases') ?? right).getBoundingClientRect();
  const marks = Array.from(left.querySelectorAll('[data-ids]'), (mark) => ({
    mark,
    at: Number(mark.getAttribute('data-start')),
  }));
  const ribbons = phrases.flatMap(({ id, original, generated }) => {
    // It may be marked in other places too: the ribbon begins at the first.
    const own = marks.findLast(({ at }) => at >= original[0] && at < original[1]);
    const y0 = middle(own?.mark, 'last');
    if (y0 === null) return [];
    const from = placeWithin(y0 - origin, textTop, a.bottom - origin);
    return generated.flatMap(([start]) => {
      const y1 = middle(right.querySelector(`[data-start="${start}"]`) ?? undefined, 'first');
      if (y1 === null) return [];
      const to = placeWithin(y1 - origin, textTop, b.bottom - origin);
      const depth = Math.min(1, Math.max(0, (y1 - text.top) / (text.height || 1)));
      return [{ key: `${id}.${start}`, id, from, to, depth }];
    });
  });
  return {
    ...{ width: box.width, height: box.height, ribbons },
    left: a.right - box.left,
    right: b.left - box.left,
  };
}

export interface RibbonsProps {
  /** Holds both texts: elements with `data-side` left and right around what scrolls. null: not there yet. */
  stage: HTMLElement | null;
  phrases: readonly Phrase[];
  active: number | null;
  /** The right text comes in line by line, within what `--unroll` says. */
  unrolling?: boolean;
}

export function Ribbons({ stage, phrases, active, unrolling = false }: RibbonsProps) {
  const [picture, setPicture] = useState(EMPTY);
  useLayoutEffect(() => {
    if (stage === null) return;
    let frame: number | null = null;
    const now = () => {
      frame = null;
      setPicture(measure(stage, phrases));
    };
    const soon = () => {
      frame ??= requestAnimationFrame(now);
    };
    now();
    const observer = new ResizeObserver(soon);
    observer.observe(stage);
    stage.addEventListener('scroll', soon, { capture: true, passive: true });
    // A typeface that comes late moves every line.
    document.fonts?.addEventListener('loadingdone', soon);
    return () => {
      observer.disconnect();
      stage.removeEventListener('scroll', soon, { capture: true });
      document.fonts?.removeEventListener('loadingdone', soon);
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }, [stage, phrases]);
  const { width, height, left, right, ribbons } = picture;
  if (right <= left) return null;
  // The one in sight lies on top.
  const sorted = ribbons.toSorted((a, b) => Number(a.id === active) - Number(b.id === active));
  return (
    <svg
      className="ribbons"
      data-unrolling={unrolling}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <defs>
        <linearGradient id="ribbon" gradientUnits="userSpaceOnUse" x1={left} x2={right}>
          <stop className="ribbon-from" />
          <stop className="ribbon-to" offset="1" />
        </linearGradient>
      </defs>
      {sorted.map(({ key, id, from, to, depth }) => (
        <g
          key={key}
          className="ribbon"
          data-active={id === active}
          data-seen={Number(from.seen) + Number(to.seen)}
          style={{ '--depth': depth } as CSSProperties}
        >
          <path d={ribbonPath(left, from.y, right, to.y)} pathLength={1} stroke="url(#ribbon)" />
          <circle className="ribbon-from" cx={left} cy={from.y} />
          <circle className="ribbon-to" cx={right} cy={to.y} />
        </g>
      ))}
    </svg>
  );
}
