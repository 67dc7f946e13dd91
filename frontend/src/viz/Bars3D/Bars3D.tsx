/**
 * One head's attention as bars to walk around. `BarsScene` draws; here are the role, the keys, the tooltip and what happens without WebGL.
 * Load this file lazily: it brings three.js.
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
import './Bars3D.css';
import type { Cell } from '../attention';
import { CellSentence } from '../CellSentence';
import { HeatLegend } from '../HeatLegend/HeatLegend';
import { describeHeatmap } from '../Heatmap/describe';
import { keyCell, placeGrid, ROOMY_PX } from '../Heatmap/layout';
import { orbitKey, useOrbitInput } from '../space/useOrbitInput';
import { useScene } from '../space/useScene';
import { useSize } from '../useSize';
import { BarsScene } from './scene';
import type { Bars3DProps } from './types';

const UNMEASURED = { width: 566, height: 534 };
/** Under the legend. */
const TIP = { width: 320, top: 64, height: 44 };
const NO_STATS = {
  ...{ drawCalls: 0, barDrawCalls: 0, triangles: 0, frames: 0, pixelRatio: 1 },
  frameMs: [],
  camera: { azimuth: 0, elevation: 0, distance: 0 },
};

export function Bars3D({
  ref,
  source,
  layer,
  head,
  tokens,
  hovered = null,
  onHover,
  lockedRow = null,
  onLockRow,
  lying = false,
  onDrawn,
  onLying,
  onSlow,
  onUnavailable,
}: Bars3DProps) {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const lead = useRef<HTMLDivElement>(null);
  const scene = useRef<BarsScene | null>(null);
  const id = useId();
  const size = useSize(root, UNMEASURED);

  const cell = useMemo<Cell | null>(() => {
    const row = lockedRow ?? hovered?.row;
    if (row === undefined || row >= tokens.length) return null;
    return { row, column: hovered?.column == null ? null : Math.min(hovered.column, row) };
  }, [hovered, lockedRow, tokens.length]);

  const [drawn, setDrawn] = useState(false);
  const latest = useRef({ onSlow, onUnavailable, onDrawn, onLying, size });
  useLayoutEffect(() => {
    latest.current = { onSlow, onUnavailable, onDrawn, onLying, size };
  });
  useScene(
    scene,
    host,
    (canvas, opened) =>
      new BarsScene(canvas, opened, {
        onSlow: () => latest.current.onSlow?.(),
        onDrawn: () => {
          setDrawn(true);
          latest.current.onDrawn?.();
        },
        onLying: () => latest.current.onLying?.(),
        onUnavailable: (reason) => latest.current.onUnavailable?.(reason),
        onTip: (x, y) => placeTip(tip.current, lead.current, x, y, latest.current.size.width),
      }),
    () => latest.current.onUnavailable?.('no-webgl'),
  );
  useLayoutEffect(() => scene.current?.setTokens(tokens), [tokens]);
  useLayoutEffect(() => {
    const roomy = size.width >= ROOMY_PX;
    const grid = placeGrid(size, tokens.length, roomy, window.devicePixelRatio || 1);
    scene.current?.resize(size, grid);
  }, [size, tokens.length]);
  useLayoutEffect(() => scene.current?.lie(lying), [lying]);
  useLayoutEffect(() => scene.current?.follow(source), [source]);
  useEffect(() => scene.current?.setHovered(cell), [cell]);
  useImperativeHandle(
    ref,
    () => ({
      stats: () => scene.current?.stats() ?? NO_STATS,
      measure: (count) => scene.current?.measure(count) ?? Promise.resolve([]),
      resetCamera: () => {
        scene.current?.orbit.reset();
        scene.current?.invalidate();
      },
    }),
    [],
  );

  const hover = (next: Cell | null) => {
    const shown = next && lockedRow !== null ? withRow(next, lockedRow) : next;
    if (shown?.row !== hovered?.row || shown?.column !== hovered?.column) onHover?.(shown);
  };
  const input = useOrbitInput({
    root,
    scene,
    onPoint: (at) => hover(at ? (scene.current?.cellAt(at.x, at.y) ?? null) : null),
    onClick: (at) => {
      const hit = scene.current?.cellAt(at.x, at.y);
      if (hit) onLockRow?.(lockedRow === hit.row ? null : hit.row);
    },
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !scene.current) return;
    const walked = event.shiftKey ? keyCell(event.key, cell, tokens.length, lockedRow) : undefined;
    if (walked) hover(walked);
    else if (event.key === 'Escape' && lockedRow !== null) onLockRow?.(null);
    else if (!orbitKey(event.key, scene.current.orbit)) return;
    scene.current.invalidate();
    event.preventDefault();
    // The page's own shortcuts must not act on a key that was meant for the camera.
    event.stopPropagation();
  };

  return (
    <div ref={root} className="bars3d" data-drawn={drawn} {...input}>
      <div
        ref={host}
        role="img"
        aria-label={`Attention, layer ${layer}, head ${head}`}
        aria-describedby={`${id}-text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn the camera
        tabIndex={0}
        className="bars3d-host"
        onKeyDown={onKeyDown}
      />
      {cell && cell.column !== null && (
        <>
          <div ref={lead} className="bars3d-lead" aria-hidden="true" />
          <div ref={tip} className="bars3d-tip" aria-hidden="true">
            <CellSentence source={source} tokens={tokens} cell={cell} />
          </div>
        </>
      )}
      <div className="bars3d-legend" aria-hidden="true">
        Height and colour: attention
        <HeatLegend />
      </div>
      <p className="bars3d-help" aria-hidden="true">
        <span className="bars3d-mouse">Drag to turn, scroll to zoom, double-click to reset</span>
        <span className="bars3d-finger">Drag to turn, pinch to zoom, double-tap to reset</span>
      </p>
      <p id={`${id}-text`} className="sr-only">
        Bars in 3D. Arrow keys turn, plus and minus zoom, 0 resets; with Shift, arrow keys walk from
        cell to cell. {describeHeatmap(source.getFrame(), tokens)}
      </p>
    </div>
  );
}

const withRow = (cell: Cell, row: number): Cell => ({
  row,
  column: cell.column === null ? null : Math.min(cell.column, row),
});

/** Above its bar with a line down to it, below where the bar reaches up to it. Called at every frame. */
function placeTip(
  tip: HTMLElement | null,
  lead: HTMLElement | null,
  x: number,
  y: number,
  width: number,
): void {
  if (!tip || !lead) return;
  const left = Math.max(8, Math.min(width - tip.offsetWidth - 8, x - 14));
  const foot = TIP.top + TIP.height;
  const below = y < foot + 16;
  const top = below ? y + 32 : TIP.top;
  tip.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
  lead.style.transform = `translate(${(x - 1).toFixed(1)}px, ${(below ? y : foot).toFixed(1)}px)`;
  lead.style.height = `${Math.max(0, below ? 32 : y - foot).toFixed(1)}px`;
}
