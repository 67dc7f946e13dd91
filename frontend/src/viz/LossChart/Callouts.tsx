/** Remarks at measured places of the curve, each with a thin line to its point. */
import { placeCallouts, wrapWords } from './labels';
import type { Annotation, Box, Size } from './types';

const FONT = '400 14px "Inter Variable", system-ui, sans-serif';
const LINE_HEIGHT = 20;
const PADDING = 8;
const MAX_TEXT_WIDTH = 216;
/** Where text cannot be measured: Inter's mean width of a character at 14 px. */
const MEAN_CHARACTER = 7.2;

let ruler: CanvasRenderingContext2D | null | undefined;

/** Width of a text in px, as the page will draw it. */
export function textWidth(text: string, font = FONT): number {
  if (ruler === undefined) ruler = document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * MEAN_CHARACTER;
  ruler.font = font;
  return ruler.measureText(text).width;
}

export interface CalloutsProps {
  annotations: readonly Annotation[];
  x: (step: number) => number;
  y: (loss: number) => number;
  taken: readonly Box[];
  area: Box;
  size: Size;
}

export function Callouts({ annotations, x, y, taken, area, size }: CalloutsProps) {
  const wanted = annotations.map(({ id, step, loss, text }) => {
    const lines = wrapWords(text, MAX_TEXT_WIDTH, textWidth);
    return {
      id,
      lines,
      x: x(step),
      y: y(loss),
      width: Math.ceil(Math.max(...lines.map((line) => textWidth(line)))) + 2 * PADDING + 2,
      height: lines.length * LINE_HEIGHT + PADDING,
    };
  });
  const boxes = placeCallouts(wanted, taken, area);
  return (
    <>
      <svg width={size.width} height={size.height} className="loss-axes" aria-hidden="true">
        {wanted.map(({ id, x: px, y: py }) => {
          const box = boxes.get(id);
          if (!box) return null;
          const toX = Math.min(Math.max(px, box.x), box.x + box.width);
          const toY = py < box.y ? box.y : box.y + box.height;
          return (
            <g key={id}>
              <line x1={px} y1={py} x2={toX} y2={toY} stroke="var(--line-strong)" />
              <circle cx={px} cy={py} r={3} fill="var(--text)" />
            </g>
          );
        })}
      </svg>
      {wanted.map(({ id, lines }) => {
        const box = boxes.get(id);
        if (!box) return null;
        return (
          <p
            key={id}
            className="loss-callout"
            style={{ left: box.x, top: box.y, width: box.width }}
          >
            {lines.join('\n')}
          </p>
        );
      })}
    </>
  );
}
