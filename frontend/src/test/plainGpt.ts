/**
 * The lab's model once more, in plain numbers and on its own: for tests that recompute what the walk through the code
 * shows. Shares no code with the engines.
 */
import type { PointName, Recording } from 'microgpt';

export interface Place {
  point: PointName;
  position: number | null;
  layer: number | null;
  head: number | null;
}

/** May change a value as soon as it is known, for differences. */
export type Bump = (place: Place, values: number[]) => void;

export interface PlainRun {
  loss: number;
  losses: number[];
  /** By `keyOf`. */
  values: Map<string, number[]>;
}

export const keyOf = ({ point, position, layer, head }: Place): string =>
  `${point} ${position} ${layer} ${head}`;

type Matrix = number[][];

/** The weights before the recorded step, by name. */
export function weightsOf(recording: Recording): Map<string, Matrix> {
  const all = recording.points.find(({ point }) => point === 'before')?.values ?? [];
  return new Map(
    recording.offsets.map(({ name, shape: [rows, columns], offset }) => [
      name,
      Array.from({ length: rows }, (_, row) =>
        Array.from(all.slice(offset + row * columns, offset + (row + 1) * columns)),
      ),
    ]),
  );
}

const times = (w: Matrix, x: number[]) =>
  w.map((row) => row.reduce((sum, weight, i) => sum + weight * (x[i] as number), 0));
const plus = (a: number[], b: number[]) => a.map((value, i) => value + (b[i] as number));
const rms = (x: number[]) => {
  const mean = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  return x.map((value) => value / Math.sqrt(mean + 1e-5));
};
const shares = (scores: number[]) => {
  const powers = scores.map((score) => Math.exp(score));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

/** Reads tokens with these weights and measures the surprise. */
export function plainRun(
  weights: Map<string, Matrix>,
  tokens: readonly number[],
  { heads, layers }: { heads: number; layers: number },
  bump: Bump = () => {},
): PlainRun {
  const values = new Map<string, number[]>();
  const w = (name: string) => weights.get(name) as Matrix;
  const keys: number[][][] = Array.from({ length: layers }, () => []);
  const handed: number[][][] = Array.from({ length: layers }, () => []);
  const losses: number[] = [];
  for (let t = 0; t < tokens.length - 1; t++) {
    const note = (
      point: PointName,
      own: number[],
      layer: number | null = null,
      head: number | null = null,
    ) => {
      const place = { point, position: t, layer, head };
      const noted = [...own];
      bump(place, noted);
      values.set(keyOf(place), noted);
      return noted;
    };
    const token = tokens[t] as number;
    let x = note('embedding', plus(w('wte')[token] as number[], w('wpe')[t] as number[]));
    x = note('norm', rms(x));
    for (let l = 0; l < layers; l++) {
      const of = (name: string) => w(`layers.${l}.${name}`);
      const calm = rms(x);
      const q = note('q', times(of('wq'), calm), l);
      (keys[l] as number[][]).push(note('k', times(of('wk'), calm), l));
      (handed[l] as number[][]).push(note('v', times(of('wv'), calm), l));
      const size = q.length / heads;
      const brought: number[] = [];
      for (let h = 0; h < heads; h++) {
        const part = (vector: number[]) => vector.slice(h * size, (h + 1) * size);
        const scores = note(
          'scores',
          (keys[l] as number[][]).map(
            (key) => (times([part(key)], part(q))[0] as number) / Math.sqrt(size),
          ),
          l,
          h,
        );
        const looks = note('weights', shares(scores), l, h);
        for (let i = h * size; i < (h + 1) * size; i++) {
          brought.push(
            times(
              [looks],
              (handed[l] as number[][]).map((v) => v[i] as number),
            )[0] as number,
          );
        }
      }
      const mixed = note('mixed', brought, l);
      x = plus(x, note('attended', times(of('wo'), mixed), l));
      const hidden = note('hidden', times(of('fc1'), rms(x)), l);
      const active = note(
        'active',
        hidden.map((value) => Math.max(0, value)),
        l,
      );
      x = note('x', plus(x, note('thought', times(of('fc2'), active), l)), l);
    }
    const logits = note('logits', times(w('lm_head'), x));
    const probs = note('probs', shares(logits));
    losses.push(-Math.log(probs[tokens[t + 1] as number] as number));
  }
  const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
  const whole = { position: null, layer: null, head: null };
  values.set(keyOf({ point: 'losses', ...whole }), losses);
  values.set(keyOf({ point: 'loss', ...whole }), [loss]);
  return { loss, losses, values };
}
