/** Where the model puts each character, on axes that all steps share. `MapPainter` paints; here are legend, hover, keys and words. */
import {
  type KeyboardEvent,
  type PointerEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import './EmbeddingMap.css';
import { glyph, spoken } from '../glyph';
import { useSize } from '../useSize';
import { KIND_COLORS, KIND_NAMES, KINDS, kindOf } from './kinds';
import { MAP_MARGIN, MapPainter, type MapPicture } from './painter';
import { extentOf, fitFlat, neighbours, positionsAt } from './positions';
import { outline } from './shapes';
import type { EmbeddingMapProps } from './types';

const UNMEASURED = { width: 560, height: 480 };
const CLOSEST = 4;
const TURN = 0.008;

export function EmbeddingMap({
  chars,
  stops,
  step,
  dimensions,
  explained,
  hovered = null,
  onHover,
}: EmbeddingMapProps) {
  const plot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<MapPainter | null>(null);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const id = useId();
  const size = useSize(plot, UNMEASURED);
  const [byKey, setByKey] = useState(false);

  const picture = useMemo<MapPicture>(
    () => ({ size, chars, stops, step, dimensions, hovered }),
    [size, chars, stops, step, dimensions, hovered],
  );
  const newest = useRef(picture);
  useLayoutEffect(() => {
    newest.current = picture;
    painter.current?.update(picture);
  }, [picture]);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new MapPainter(canvas.current, newest.current);
    painter.current = made;
    return () => {
      made.dispose();
      painter.current = null;
    };
  }, []);

  const near = useMemo(() => {
    const at = hovered === null ? -1 : chars.indexOf(hovered);
    if (at < 0 || stops.length === 0) return null;
    const positions = new Float32Array(chars.length * 3);
    positionsAt(stops, step, positions);
    return neighbours(positions, at, CLOSEST).map((i) => chars[i] ?? '');
  }, [hovered, chars, stops, step]);
  const present = useMemo(() => {
    const kinds = new Set(chars.map(kindOf));
    return KINDS.filter((kind) => kinds.has(kind));
  }, [chars]);

  const place = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const hover = (char: string | null) => {
    if (char !== hovered) onHover?.(char);
  };
  const walk = (by: number) => {
    const at = hovered === null ? (by > 0 ? -1 : 0) : chars.indexOf(hovered);
    setByKey(true);
    hover(chars[(at + by + chars.length) % chars.length] ?? null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[
      event.key
    ];
    if (by && dimensions === 3 && !event.shiftKey) {
      painter.current?.turn((by[0] ?? 0) * 0.15, (by[1] ?? 0) * 0.1);
    } else if (by && chars.length > 0) walk((by[0] ?? 0) - (by[1] ?? 0));
    else if (event.key === '0' && dimensions === 3) painter.current?.resetView();
    else if (event.key === 'Escape' && hovered !== null) hover(null);
    else return;
    event.preventDefault();
    // The page's own shortcuts must not act on a key that was meant for the map.
    event.stopPropagation();
  };

  const words =
    hovered !== null && near
      ? `'${spoken(hovered)}', ${kindOf(hovered)}, nearest: ${near.map(spoken).join(', ')}`
      : '';
  const shares = explained?.slice(0, dimensions).reduce((sum, share) => sum + share, 0);
  const extent = useMemo(() => extentOf(stops), [stops]);
  const { stretch } = fitFlat(extent, size.width / 2 - MAP_MARGIN, size.height / 2 - MAP_MARGIN);
  const drawn =
    dimensions === 2 && stretch > 1.05 ? `, drawn ${stretch.toFixed(1)} times as wide` : '';
  const carried =
    shares === undefined
      ? ''
      : `${dimensions === 2 ? 'Two' : 'Three'} directions that carry ${Math.round(shares * 100)}% of the differences${drawn}`;

  return (
    <div className="embedding-map">
      <div
        ref={plot}
        role="img"
        aria-label="Embedding map"
        aria-describedby={`${id}-text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk from character to character, or turn the picture
        tabIndex={0}
        className="embedding-plot"
        data-dimensions={dimensions}
        onKeyDown={onKeyDown}
        onBlur={() => byKey && hover(null)}
        onPointerDown={(event) => {
          if (dimensions === 3 && event.button === 0) {
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = { x: event.clientX, y: event.clientY };
          }
          const at = place(event);
          hover(painter.current?.charAt(at.x, at.y) ?? null);
        }}
        onPointerMove={(event) => {
          setByKey(false);
          if (drag.current) {
            const { clientX: x, clientY: y } = event;
            painter.current?.turn((x - drag.current.x) * TURN, (y - drag.current.y) * TURN);
            drag.current = { x, y };
            return;
          }
          const at = place(event);
          hover(painter.current?.charAt(at.x, at.y) ?? null);
        }}
        onPointerUp={() => {
          drag.current = null;
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
        onPointerLeave={(event) => event.pointerType !== 'touch' && !drag.current && hover(null)}
        onDoubleClick={() => dimensions === 3 && painter.current?.resetView()}
      >
        <canvas ref={canvas} style={{ width: size.width, height: size.height }} />
      </div>
      {hovered !== null && near && (
        <p className="embedding-tip" aria-hidden="true">
          <b className="mono">{glyph(hovered)}</b> {kindOf(hovered)}, nearest{' '}
          <span className="mono">{near.map(glyph).join(' ')}</span>
        </p>
      )}
      <div className="embedding-foot">
        <ul className="embedding-legend" aria-label="Colours">
          {present.map((kind) => (
            <li key={kind}>
              <svg width={16} height={16} aria-hidden="true" style={{ color: KIND_COLORS[kind] }}>
                <path d={outline(kind, 8, 8, 5.5)} />
                <circle cx={8} cy={8} r={2.5} />
              </svg>
              {KIND_NAMES[kind]}
            </li>
          ))}
        </ul>
        {carried && <span>{carried}</span>}
      </div>
      <p id={`${id}-text`} className="sr-only">
        {stops.length === 0
          ? 'Nothing measured yet.'
          : `${chars.length} characters at step ${step}. Those that the model treats alike lie near each other. ${carried}.`}
      </p>
      <p className="sr-only" aria-live="polite">
        {byKey ? words : ''}
      </p>
    </div>
  );
}
