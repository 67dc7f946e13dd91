/**
 * A network's numbers as blocks to walk around. `NetworkScene` draws; here are the role, the keys, the tooltip and what happens without WebGL.
 * Load this file lazily (`NetworkPicture` does): it brings three.js.
 */
import {
  type KeyboardEvent,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import './Network3D.css';
import { openContext } from '../space/context';
import { orbitKey, useOrbitInput } from '../space/useOrbitInput';
import { useSize } from '../useSize';
import { layoutNetwork } from './layout';
import { NetworkScene } from './scene';
import { placeTip, pointWords, Tip } from './Tip';
import type { Inset, Network3DProps, Network3DStats, NetworkPoint } from './types';
import { keep, walk } from './useNetworkKeys';
import { pictureWords } from './words';

const UNMEASURED = { width: 886, height: 214 };
/** Room for names and the sentence about turning below, and a little air around. */
const INSET: Inset = { top: 12, right: 20, bottom: 30, left: 20 };
const NO_STATS: Network3DStats = {
  ...{ drawCalls: 0, cellDrawCalls: 0, triangles: 0, cells: 0, wires: 0, frames: 0, frameMs: [] },
  ...{ pixelRatio: 1, cellPx: 0, flowed: 0, camera: { azimuth: 0, elevation: 0, distance: 0 } },
};

export function Network3D({
  ref,
  config,
  source,
  direction = null,
  lit = null,
  own = false,
  hovered = null,
  letters,
  text,
  inset = INSET,
  onPoint,
  onPick,
  describe,
  onDrawn,
  onSlow,
  onUnavailable,
}: Network3DProps) {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const scene = useRef<NetworkScene | null>(null);
  const id = useId();
  const size = useSize(root, UNMEASURED);
  const [drawn, setDrawn] = useState(false);
  const [byKey, setByKey] = useState(false);
  const blocks = useMemo(() => layoutNetwork(config).blocks, [config]);
  const block = hovered ? blocks.find((one) => one.id === hovered.block) : undefined;
  const cell = hovered && block && (hovered.cell ?? 0) < block.count ? hovered.cell : null;

  const latest = useRef({ onSlow, onUnavailable, onDrawn, size });
  useLayoutEffect(() => {
    latest.current = { onSlow, onUnavailable, onDrawn, size };
  });
  useLayoutEffect(() => {
    if (!host.current) return;
    // A lost context cannot be had again from the same canvas: each scene has its own.
    const canvas = document.createElement('canvas');
    host.current.append(canvas);
    const opened = openContext(canvas);
    if (!opened) {
      latest.current.onUnavailable?.('no-webgl');
      return () => canvas.remove();
    }
    const made = new NetworkScene(canvas, opened.context, opened.smoothed, {
      onSlow: () => latest.current.onSlow?.(),
      onDrawn: () => {
        setDrawn(true);
        latest.current.onDrawn?.();
      },
      onUnavailable: (reason) => latest.current.onUnavailable?.(reason),
      onTip: (x, y) => placeTip(tip.current, x, y, latest.current.size.width),
    });
    scene.current = made;
    return () => {
      made.dispose();
      canvas.remove();
      scene.current = null;
    };
  }, []);
  useLayoutEffect(
    () => scene.current?.show(config, source, size, inset),
    [config, source, size, inset],
  );
  useLayoutEffect(() => scene.current?.setDirection(direction), [direction]);
  useLayoutEffect(() => scene.current?.setLit(lit), [lit]);
  useLayoutEffect(() => scene.current?.setOwn(own), [own]);
  useEffect(() => scene.current?.setHovered(hovered), [hovered]);
  useImperativeHandle(
    ref,
    () => ({
      stats: () => scene.current?.stats() ?? NO_STATS,
      measure: (count) => scene.current?.measure(count) ?? Promise.resolve([]),
      resetCamera: () => {
        scene.current?.reset();
        scene.current?.invalidate();
      },
    }),
    [],
  );

  const point = (next: NetworkPoint | null) => {
    if (next?.block !== hovered?.block || next?.cell !== hovered?.cell) onPoint?.(next);
  };
  const input = useOrbitInput({
    root,
    scene,
    onPoint: (at) => {
      setByKey(false);
      point(at ? (scene.current?.pointAt(at.x, at.y) ?? null) : null);
    },
    onClick: (at) => {
      const hit = scene.current?.pointAt(at.x, at.y);
      if (hit) onPick?.(hit);
    },
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !scene.current) return;
    const way =
      event.shiftKey || event.key === 'Escape' ? walk(event.key, hovered, blocks) : undefined;
    if (way !== undefined) {
      setByKey(true);
      point(way);
    } else if (event.key === 'Enter' && hovered) onPick?.(hovered);
    else if ('+=-_'.includes(event.key)) {
      scene.current.zoomOn('+='.includes(event.key) ? 0.8 : 1.25, hovered?.block ?? null);
    } else if (event.key === '0') scene.current.reset();
    else if (!orbitKey(event.key, scene.current.orbit)) return;
    scene.current.invalidate();
    keep(event);
  };
  const words = { source, direction, letters, text, describe };

  return (
    <div ref={root} className="network3d" data-drawn={drawn} {...input}>
      <div
        ref={host}
        role="img"
        aria-label="The network"
        aria-describedby={`${id}-text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn the camera
        tabIndex={0}
        className="network-host"
        onKeyDown={onKeyDown}
        onBlur={() => byKey && point(null)}
      />
      {block && <Tip ref={tip} block={block} cell={cell} {...words} />}
      <p id={`${id}-text`} className="sr-only">
        {pictureWords(blocks, lit, direction)} Arrow keys turn, plus and minus zoom, 0 resets; with
        Shift, left and right walk from block to block, down and up from cell to cell, Enter
        chooses.
      </p>
      <p className="sr-only" aria-live="polite">
        {byKey && block ? pointWords({ block, cell, ...words }) : ''}
      </p>
    </div>
  );
}
