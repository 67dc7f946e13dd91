/** One measure of two texts as two dots on a line: violet the person's, cyan the machine's. */
import { type CSSProperties, useRef } from 'react';
import { useSize } from '../useSize';
import { lineEnds, placeDots } from './place';
import './DotLine.css';

export interface DotLineProps {
  person: number;
  machine: number;
  /** The usual ends of the line; it grows when a value lies at its end or beyond. */
  ends: readonly [number, number];
  /** Nothing can lie beyond the ends. */
  bounded?: boolean;
  format: (value: number) => string;
}

const UNMEASURED = { width: 248, height: 48 };

export function DotLine({ person, machine, ends, bounded = false, format }: DotLineProps) {
  const root = useRef<HTMLDivElement>(null);
  const { width } = useSize(root, UNMEASURED);
  const line = bounded ? ends : lineEnds(ends, person, machine);
  const placed = placeDots(line, [person, machine], width);
  const dots = [
    { voice: 'person', value: person, ...placed[0] },
    { voice: 'machine', value: machine, ...placed[1] },
  ] as const;
  const [from, to] = [placed[0].share, placed[1].share].toSorted((a, b) => a - b);
  const between = { '--from': from, '--to': to } as CSSProperties;
  return (
    <div ref={root} className="dot-line num" style={between}>
      <span className="dot-line-between" aria-hidden="true" />
      {dots.map(({ voice, value, share, anchor, tight }) => (
        <span
          key={voice}
          className={`dot dot-${voice}`}
          style={{ '--share': share } as CSSProperties}
        >
          <span className="sr-only">{voice === 'person' ? 'you' : 'the machine'} </span>
          <b data-anchor={anchor} data-tight={tight}>
            {format(value)}
          </b>
        </span>
      ))}
    </div>
  );
}
