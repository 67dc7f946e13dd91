/** Widths of words as the page will draw them. */

/** Where text cannot be measured: Inter's mean width of a character at 14 px. */
const MEAN_CHARACTER = 7.2;

let ruler: CanvasRenderingContext2D | null | undefined;

/** In px; `font` as CSS writes it. */
export function textWidth(text: string, font: string): number {
  if (ruler === undefined) ruler = document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * MEAN_CHARACTER;
  ruler.font = font;
  return ruler.measureText(text).width;
}
