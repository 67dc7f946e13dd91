/** The heatmap in words, for readers who do not see it. Pure. */
import type { MatrixFrame } from '../attention';
import { figure, spoken } from '../glyph';
import { strongestLinks } from '../matrix';

const LINKS = 5;

export function describeHeatmap(frame: MatrixFrame | null, tokens: readonly string[]): string {
  if (!frame) return 'Nothing measured yet.';
  if (frame.size === 1) {
    return `One character, '${spoken(tokens[0] ?? '')}': it can only look at itself.`;
  }
  const name = (at: number) => `'${spoken(tokens[at] ?? '')}' (character ${at + 1})`;
  const links = strongestLinks(frame, LINKS).map(
    ({ row, column, weight }) => `${name(row)} back to ${name(column)} ${figure(weight)}`,
  );
  const start = `A triangle of ${frame.size} rows: each is a character and how its look spreads over itself and those before.`;
  return links.length === 0 ? start : `${start} Strongest looks back: ${links.join('; ')}.`;
}
