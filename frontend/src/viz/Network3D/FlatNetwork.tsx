/** The network flat, without three.js. `FlatPainter` draws; here are the role, the keys and the tooltip. */
import {
  type KeyboardEvent,
  type PointerEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import './Network3D.css';
import { useSize } from '../useSize';
import { FlatPainter, type FlatPicture } from './flatPainter';
import { layoutNetwork } from './layout';
import { placeTip, pointWords, Tip } from './Tip';
import type { NetworkPoint, NetworkViewProps } from './types';
import { keep, walk } from './useNetworkKeys';
import { pictureWords } from './words';

const UNMEASURED = { width: 886, height: 214 };

export function FlatNetwork({
  config,
  source,
  direction = null,
  lit = null,
  own = false,
  hovered = null,
  letters,
  text,
  onPoint,
  onPick,
  describe,
}: NetworkViewProps) {
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const painter = useRef<FlatPainter | null>(null);
  const id = useId();
  const size = useSize(root, UNMEASURED);
  const [byKey, setByKey] = useState(false);
  const blocks = useMemo(() => layoutNetwork(config).blocks, [config]);
  const block = hovered ? blocks.find((one) => one.id === hovered.block) : undefined;
  const cell = hovered && block && (hovered.cell ?? 0) < block.count ? hovered.cell : null;

  const picture = useMemo<FlatPicture>(
    () => ({ config, size, direction, lit, own, hovered }),
    [config, size, direction, lit, own, hovered],
  );
  const newest = useRef(picture);
  useLayoutEffect(() => {
    newest.current = picture;
    painter.current?.update(picture);
    const at = picture.hovered && painter.current?.tipAt(picture.hovered);
    if (at) placeTip(tip.current, at.x, at.y, picture.size);
  }, [picture]);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new FlatPainter(canvas.current, newest.current);
    painter.current = made;
    return () => {
      made.dispose();
      painter.current = null;
    };
  }, []);
  useLayoutEffect(() => painter.current?.follow(source), [source]);

  const point = (next: NetworkPoint | null) => {
    if (next?.block !== hovered?.block || next?.cell !== hovered?.cell) onPoint?.(next);
  };
  const under = (event: PointerEvent) => {
    const box = root.current?.getBoundingClientRect();
    const [x, y] = [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
    return painter.current?.pointAt(x, y) ?? null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = walk(event.key, hovered, blocks);
    if (way !== undefined) {
      setByKey(true);
      point(way);
    } else if (event.key === 'Enter' && hovered) onPick?.(hovered);
    else return;
    keep(event);
  };
  const words = { source, direction, letters, text, describe };

  return (
    <div className="network-flat">
      <div
        ref={root}
        role="img"
        aria-label="The network"
        aria-describedby={`${id}-text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk from block to block
        tabIndex={0}
        className="network-host"
        onKeyDown={onKeyDown}
        onBlur={() => byKey && point(null)}
        onPointerMove={(event) => {
          setByKey(false);
          point(under(event));
        }}
        onPointerDown={(event) => point(under(event))}
        onPointerUp={(event) => {
          const hit = under(event);
          if (hit && event.button === 0) onPick?.(hit);
        }}
        onPointerLeave={(event) => event.pointerType !== 'touch' && point(null)}
      >
        <canvas ref={canvas} />
      </div>
      {block && <Tip ref={tip} block={block} cell={cell} {...words} />}
      <p id={`${id}-text`} className="sr-only">
        {pictureWords(blocks, lit, direction)} Left and right arrows walk from block to block, down
        and up from cell to cell, Enter chooses.
      </p>
      <p className="sr-only" aria-live="polite">
        {byKey && block ? pointWords({ block, cell, ...words }) : ''}
      </p>
    </div>
  );
}
