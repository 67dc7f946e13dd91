/** Remarks at measured places of the curve, each with a thin line to its point. */
import { leaderOf, placeCallouts, wrapWords } from './labels';
import type { Annotation, Box, Size } from './types';

/** Of the labels on a compact chart. */
export const COMPACT_FONT = '600 12px "Inter Variable", system-ui, sans-serif';
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
        {wanted.map((callout) => {
          const box = boxes.get(callout.id);
          if (!box) return null;
          const [from, to] = leaderOf(callout, box);
          return (
            <g key={callout.id}>
              <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} stroke="var(--line-strong)" />
              <circle cx={from.x} cy={from.y} r={3} fill="var(--text)" />
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
