// @vitest-environment node
/** Every number that the walk shows, computed once more without the engine that recorded it. */
import { describe, expect, it } from 'vitest';
import { keyOf, type Place, plainRun, weightsOf } from '@/test/plainGpt';
import { recorded } from './fixtures';
import { shownAt } from './shown';
import { type Reach, type Stop, stopsOf } from './stops';

const ALL: Reach = { position: 'all', head: 'all' };
const CONFIGS = [
  { nEmbd: 8, nHead: 2, nLayer: 2 },
  { nEmbd: 16, nHead: 4, nLayer: 1 },
  { nEmbd: 4, nHead: 1, nLayer: 1 },
];

const placeOf = ({ point }: Stop): Place => {
  if (!point) throw new Error('This stop has no point.');
  return { point: point.point, position: point.position, layer: point.layer, head: point.head };
};

describe.each(CONFIGS)('a walk through $nEmbd numbers, $nHead heads, $nLayer layers', (config) => {
  const { recording, story, before } = recorded(config);
  const { tokens } = recording.result;
  const weights = weightsOf(recording);
  const sizes = { heads: config.nHead, layers: config.nLayer };
  const plain = plainRun(weights, tokens, sizes);
  const stops = stopsOf(recording, ALL);
  const shown = (stop: Stop) => shownAt(stop, story, ALL)?.cells.map(({ value }) => value) ?? [];
  const near = (mine: readonly number[], theirs: readonly number[], digits = 10) => {
    expect(mine).toHaveLength(theirs.length);
    for (const [i, value] of mine.entries()) expect(value).toBeCloseTo(theirs[i] as number, digits);
  };

  it('starts from the weights that the model had', () => {
    for (const { name, data } of before.parameters) {
      near((weights.get(name) ?? []).flat(), [...data], 15);
    }
  });

  it('shows each value as the weights and the letters make it', () => {
    const values = stops.filter(
      ({ kind, point }) => kind === 'values' && point?.nodes !== null && point !== null,
    );
    expect(new Set(values.map(({ mark }) => mark)).size).toBe(17);
    for (const stop of values) near(shown(stop), plain.values.get(keyOf(placeOf(stop))) ?? []);
    const figures = stops.find(({ mark }) => mark === 'loss');
    near(figures ? shown(figures) : [], [plain.loss]);
  });

  it('shows shares of the scores and minus the logarithm of what came', () => {
    for (const [i, token] of tokens.slice(1).entries()) {
      const at = (mark: string) => stops.find((stop) => stop.mark === mark && stop.position === i);
      const logits = at('logits');
      const probs = at('probs');
      if (!logits || !probs) throw new Error(`No guess at ${i}.`);
      const scores = shown(logits);
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      near(
        shown(probs),
        scores.map((score) => Math.exp(score) / total),
      );
      const losses = stops.find(({ mark }) => mark === 'losses');
      const loss = losses ? shown(losses)[i] : undefined;
      expect(loss).toBeCloseTo(-Math.log(shown(probs)[token] as number), 10);
    }
  });

  it('shows slopes that small changes confirm', () => {
    const h = 1e-5;
    const slopes = stops.filter(({ kind }) => kind === 'gradients');
    expect(slopes.length).toBeGreaterThan(6);
    for (const stop of slopes) {
      if (stop.point?.point === 'loss') {
        expect(shown(stop)).toEqual([1]);
        continue;
      }
      const key = keyOf(placeOf(stop));
      for (const [i, slope] of shown(stop).entries()) {
        const loss = (by: number) =>
          plainRun(weights, tokens, sizes, (place, values) => {
            if (keyOf(place) === key) values[i] = (values[i] as number) + by;
          }).loss;
        expect(slope, `${key} ${i}`).toBeCloseTo((loss(h) - loss(-h)) / (2 * h), 6);
      }
    }
  });

  it('shows gradients of weights that small changes confirm', () => {
    const stop = stops.find(({ mark }) => mark === 'gradients');
    const cells = (stop && shownAt(stop, story, ALL)?.cells) ?? [];
    expect(cells).toHaveLength(config.nEmbd);
    const h = 1e-5;
    for (const { weight, value } of cells) {
      if (!weight) throw new Error('A gradient belongs to a weight.');
      const row = weights.get(weight.matrix)?.[weight.row] ?? [];
      expect(row[weight.column]).toBe(weight.before);
      const loss = (by: number) => {
        row[weight.column] = weight.before + by;
        const { loss } = plainRun(weights, tokens, sizes);
        row[weight.column] = weight.before;
        return loss;
      };
      expect(value).toBeCloseTo((loss(h) - loss(-h)) / (2 * h), 6);
      expect(weight.row).toBe(tokens.at(-1));
    }
  });

  it('shows the update that Adam makes by hand', () => {
    const cellsOf = (mark: string) => {
      const stop = stops.find((one) => one.mark === mark);
      return (stop && shownAt(stop, story, ALL)?.cells) ?? [];
    };
    const [gradients, means, squares, updates, afters] = [
      ...['gradients', 'direction', 'trust', 'update', 'after'],
    ].map(cellsOf);
    const matrix = recording.offsets.find(({ name }) => name === 'lm_head');
    const steps = before.stepsDone + 1;
    const rate = 0.01 * (1 - before.stepsDone / before.stepsPlanned);
    expect(updates?.length).toBe(config.nEmbd);
    for (const [i, cell] of (updates ?? []).entries()) {
      const { row, column, before: old } = cell.weight as NonNullable<typeof cell.weight>;
      const at = (matrix?.offset ?? 0) + row * config.nEmbd + column;
      const g = gradients?.[i]?.value as number;
      const m = 0.85 * (before.m[at] as number) + 0.15 * g;
      const v = 0.99 * (before.v[at] as number) + 0.01 * g * g;
      expect(means?.[i]?.value).toBeCloseTo(m, 15);
      expect(squares?.[i]?.value).toBeCloseTo(v, 15);
      expect(cell.weight).toMatchObject({ m: means?.[i]?.value, v: squares?.[i]?.value });
      const [mean, square] = [m / (1 - 0.85 ** steps), v / (1 - 0.99 ** steps)];
      expect(cell.value).toBeCloseTo((rate * mean) / (Math.sqrt(square) + 1e-8), 12);
      expect(afters?.[i]?.value).toBeCloseTo(old - cell.value, 12);
    }
  });
});
