/** How numbers of the model are written: short, with a real minus, and never "0.00" for what is not 0. Pure. */

/** Two or three figures; whole numbers as they are. */
export function numberText(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return withMinus(String(value));
  const size = Math.abs(value);
  if (size >= 0.1) return withMinus(value.toFixed(2));
  if (size >= 0.001) return withMinus(value.toPrecision(2));
  return powerText(value);
}

/** As many figures as are worth reading, for the one number that is asked about. */
export function exactText(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return withMinus(String(value));
  return Math.abs(value) >= 0.001 ? withMinus(value.toPrecision(5)) : powerText(value);
}

/** "−1.2·10⁻⁵" */
function powerText(value: number): string {
  const [mantissa = '', power = ''] = value.toExponential(1).split('e');
  return `${withMinus(mantissa)}·10${[...power].map((sign) => RAISED[sign] ?? '').join('')}`;
}

const RAISED: Record<string, string> = Object.fromEntries(
  [...'-0123456789'].map((sign, i) => [sign, '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'[i] ?? '']),
);
const withMinus = (text: string): string => text.replace('-', '−');
