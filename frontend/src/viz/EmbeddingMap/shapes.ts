/** The outline around a letter of each kind, for the map and its legend. Pure. */
import type { Kind } from './kinds';

const polygon = (x: number, y: number, radius: number, corners: number, turn: number): string => {
  const at = Array.from({ length: corners }, (_, k) => {
    const angle = turn + (k / corners) * 2 * Math.PI;
    return `${(x + radius * Math.cos(angle)).toFixed(1)},${(y + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${at.join('L')}Z`;
};

/** An SVG path around a place, px; empty for consonants, the largest family of an alphabet, which stand bare. */
export function outline(kind: Kind, x: number, y: number, radius: number): string {
  switch (kind) {
    case 'vowel':
      return `M${x - radius},${y}a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0Z`;
    case 'capital':
      return polygon(x, y, radius * 1.2, 4, Math.PI / 4);
    case 'letter':
      return `M${x - radius * 0.8},${y + radius * 1.2}h${radius * 1.6}`;
    case 'mark':
      return `M${x - radius * 0.8},${y - radius * 1.3}h${radius * 1.6}`;
    case 'digit':
      return polygon(x, y, radius * 1.2, 4, 0);
    case 'punctuation':
      return polygon(x, y, radius * 1.3, 3, -Math.PI / 2);
    case 'whitespace':
      return polygon(x, y, radius * 1.1, 6, 0);
    case 'start':
      return `M${x - radius * 1.3},${y - radius}v${2 * radius}`;
    default:
      return '';
  }
}
