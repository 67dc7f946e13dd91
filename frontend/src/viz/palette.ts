/**
 * The colours that canvas code draws with. A canvas cannot read custom properties cheaply, so they stand
 * here a second time; palette.test.ts holds them to styles/tokens.css.
 */
export const palette = {
  card: '#172033',
  line: '#2b384d',
  text: '#f1f5f9',
  'text-3': '#94a3b8',
  decor: '#64748b',
  blue: '#3b82f6',
  'blue-text': '#60a5fa',
  cyan: '#06b6d4',
  'cyan-text': '#22d3ee',
  'sky-text': '#7dd3fc',
  head: '#e6fbff',
  violet: '#8b5cf6',
  'violet-text': '#a78bfa',
} as const;

/** A palette colour with an opacity of 0 to 1, as canvas wants it. */
export function tint(name: keyof typeof palette, alpha: number): string {
  const byte = Math.round(Math.min(1, Math.max(0, alpha)) * 255);
  return `${palette[name]}${byte.toString(16).padStart(2, '0')}`;
}

export const SANS = '"Inter Variable", system-ui, sans-serif';
