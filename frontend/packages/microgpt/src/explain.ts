/** What happened to a loss that is no finite number, told from the values it was computed from. Pure. */
import type { Activations, NamedMatrix, Reading } from './types.ts';

/** In sentences for a person. `activations`: of that reading; `parameters`: those it was computed with. */
export function whyNotFinite(
  { tokens, losses }: Reading,
  activations: Activations | null,
  parameters: readonly NamedMatrix[],
  chars: readonly string[],
): string {
  let count = 0;
  let broken = 0;
  let largest = 0;
  for (const { data } of parameters) {
    for (const weight of data) {
      count += 1;
      if (Number.isFinite(weight)) largest = Math.max(largest, Math.abs(weight));
      else broken += 1;
    }
  }
  if (broken > 0) return `Of the ${count} weights ${broken} are no finite numbers any more.`;
  const size = `Every weight is still a number, the largest ${largest.toPrecision(3)}`;
  const position = losses.findIndex((loss) => !Number.isFinite(loss));
  const V = chars.length + 1;
  const scores = activations?.logits.subarray(position * V, (position + 1) * V);
  if (position < 0 || !scores?.every(Number.isFinite)) {
    return `${size}, but what is computed from them grew beyond what numbers can hold.`;
  }
  const target = tokens[position + 1] ?? chars.length;
  const gap = Math.max(...scores) - (scores[target] as number);
  const before = tokens.slice(1, position + 1).map((token) => chars[token] ?? '');
  const where = position === 0 ? 'At the start' : `After “${before.join('')}”`;
  const what = chars[target] === undefined ? 'the end' : `“${chars[target]}”`;
  return (
    `${where} the score of ${what}, which came next, lay ${gap.toFixed(0)} below the highest: a probability of ` +
    `e to the power of −${gap.toFixed(0)} is too small for a number and became 0, and −log 0 is infinite. ${size}.`
  );
}
