/** Numbers as the lab writes them. Pure. */

/** Two leading figures, so that a rate that trembles does not: 390, 9.6k, 96k; null where there is none. */
export function compact(rate: number | null): string | null {
  if (rate === null || !Number.isFinite(rate)) return null;
  const [value, unit] =
    rate >= 999_500 ? [rate / 1e6, 'M'] : rate >= 995 ? [rate / 1000, 'k'] : [rate, ''];
  const places = value >= 10 ? 0 : 1;
  const shown = value >= 100 ? Math.round(value / 10) * 10 : Number(value.toFixed(places));
  return `${shown.toLocaleString('en')}${unit}`;
}

export const count = (value: number): string => value.toLocaleString('en');

/** "1 line", "8,403 names". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;
