/**
 * The colours that canvas code draws with. A canvas cannot read custom properties cheaply, so they stand
 * here a second time; palette.test.ts holds them to styles/tokens.css.
 */
export const palette = {
  card: '#172033',
  line: '#2b384d',
  'line-strong': '#475569',
  text: '#f1f5f9',
  'text-2': '#cbd5e1',
  'text-3': '#94a3b8',
  decor: '#64748b',
  blue: '#3b82f6',
  'blue-text': '#60a5fa',
  ink: '#081226',
  cyan: '#06b6d4',
  'cyan-text': '#22d3ee',
  'sky-text': '#7dd3fc',
  head: '#e6fbff',
  violet: '#8b5cf6',
  'violet-text': '#a78bfa',
  'violet-pale': '#ddd6fe',
  'violet-fill': '#7c3aed',
  amber: '#f59e0b',
  'amber-text': '#fbbf24',
} as const;

/** A palette colour with an opacity of 0 to 1, as canvas wants it. */
export function tint(name: keyof typeof palette, alpha: number): string {
  const byte = Math.round(Math.min(1, Math.max(0, alpha)) * 255);
  return `${palette[name]}${byte.toString(16).padStart(2, '0')}`;
}

export const MONO = '"JetBrains Mono Variable", ui-monospace, "DejaVu Sans Mono", monospace';
export const SANS = '"Inter Variable", system-ui, sans-serif';
