/** What is pointed at, in words that stay true while numbers change. React renders it when the place changes; frames write into it. */
import { type RefObject, useCallback, useMemo, useRef } from 'react';
import { useFrames } from '../useFrames';
import type { Size } from '../useSize';
import type { Block } from './layout';
import type { CellNames, Direction, NetworkPoint, NetworkSource } from './types';
import { cellWords, holdsWords, sizeWords } from './words';

export interface TipProps extends CellNames {
  ref: RefObject<HTMLDivElement | null>;
  block: Block;
  cell: number | null;
  source: NetworkSource;
  direction: Direction | null;
  describe?: (point: NetworkPoint) => string | null;
}

/** What is pointed at in one sentence. */
export function pointWords(props: Omit<TipProps, 'ref'>): string {
  const { block, cell, source, direction, letters, text, describe: say } = props;
  const own = say?.({ block: block.id, cell });
  if (own) return own;
  const frame = source.getFrame();
  const names = { letters, text };
  if (cell !== null) return cellWords(block, cell, frame, direction, names);
  return `${block.name}, ${sizeWords(block)}: ${holdsWords(block, frame, direction, names)}`;
}

export function Tip({ ref, ...props }: TipProps) {
  const words = useRef<HTMLSpanElement>(null);
  const { block, cell, source, direction, letters, text, describe } = props;
  const sources = useMemo(() => [source], [source]);
  const paint = useCallback(() => {
    if (words.current) {
      const sentence = pointWords({ block, cell, source, direction, letters, text, describe });
      if (words.current.textContent !== sentence) words.current.textContent = sentence;
    }
    return undefined;
  }, [block, cell, source, direction, letters, text, describe]);
  useFrames(sources, paint);
  return (
    <div ref={ref} className="network-tip" aria-hidden="true">
      <span ref={words}>{pointWords(props)}</span>
    </div>
  );
}

/** Above a place of the picture, below where there is no room above; always within it. */
export function placeTip(
  tip: HTMLElement | null,
  x: number,
  y: number,
  { width, height }: Size,
): void {
  if (!tip) return;
  const left = Math.max(8, Math.min(width - tip.offsetWidth - 8, x - tip.offsetWidth / 2));
  const above = y - tip.offsetHeight - 14;
  const wanted = above < 4 ? y + 20 : above;
  const top = Math.max(4, Math.min(height - tip.offsetHeight - 4, wanted));
  tip.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
}
