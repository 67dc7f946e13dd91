/** Arithmetic of stops: who is next, which step a key leads to. Pure; `stops` ascend. */

/** How many stops a Page key passes. */
const PAGE = 10;

/** Index of the last stop at or before `step`; −1 when there is none. */
export function stopIndex(stops: readonly number[], step: number): number {
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stops[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The nearest stop before `step`; null at the first. */
export function previousStop(stops: readonly number[], step: number): number | null {
  const at = stopIndex(stops, step);
  const stop = stops[at] === step ? stops[at - 1] : stops[at];
  return stop ?? null;
}

/** The nearest stop after `step`; null at the last. */
export const nextStop = (stops: readonly number[], step: number): number | null =>
  stops[stopIndex(stops, step) + 1] ?? null;

/** The stop that lies nearest, of two as near the later one; `step` itself where there are none. */
export function nearestStop(stops: readonly number[], step: number): number {
  const at = stopIndex(stops, step);
  const [before, after] = [stops[at], stops[at + 1]];
  if (before === undefined) return after ?? step;
  return after !== undefined && after - step <= step - before ? after : before;
}

/** What a key on the slider means: a step, the newest one, or undefined for nothing. */
export function keyStep(
  key: string,
  stops: readonly number[],
  step: number,
): number | 'newest' | undefined {
  const at = stopIndex(stops, step);
  const clamped = (index: number) => stops[Math.min(stops.length - 1, Math.max(0, index))];
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return previousStop(stops, step) ?? stops[0];
    case 'ArrowRight':
    case 'ArrowUp':
      return nextStop(stops, step) ?? 'newest';
    case 'PageDown':
      return clamped(at - PAGE);
    case 'PageUp':
      return at + PAGE >= stops.length - 1 ? 'newest' : clamped(at + PAGE);
    case 'Home':
      return stops[0];
    case 'End':
      return 'newest';
    default:
      return undefined;
  }
}

export type TypedStep = { step: number; note: string | null } | { step: null; note: string };

/** Digits, or groups of three behind commas: "1250", "1,250". */
const WHOLE = /^(\d+|\d{1,3}(,\d{3})+)$/;

/** The kept step that a typed one from 0 to `newest` leads to, and what to tell the person where that is not what was typed. */
export function parseStep(text: string, newest: number, stops: readonly number[]): TypedStep {
  const typed = text.trim();
  const end = newest.toLocaleString('en');
  if (typed === '') return { step: null, note: `Type a step from 0 to ${end}.` };
  if (!WHOLE.test(typed)) {
    return { step: null, note: `“${typed}” is no step: type a whole number from 0 to ${end}.` };
  }
  const step = Number(typed.replaceAll(',', ''));
  if (step > newest) {
    return { step: newest, note: `There is no step ${typed}: ${end} is the newest.` };
  }
  const kept = step === newest ? step : nearestStop(stops, step);
  if (kept === step) return { step, note: null };
  const [asked, got] = [step, kept].map((value) => value.toLocaleString('en'));
  return { step: kept, note: `${asked} was not kept; this is ${got}.` };
}
