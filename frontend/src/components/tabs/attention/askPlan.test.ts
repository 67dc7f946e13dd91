// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { HeadJob } from '@/api/generated';
import { jobs } from '@/test/fakes';
import { ASK_GAP, mostTelling, planAsk, planAskNarrow } from './askPlan';

/** What the panel leaves for the heads of a model of two layers, on a laptop. */
const LAPTOP = { width: 888, height: 104 };

describe('planAsk', () => {
  it.each([1, 2, 4, 6, 8, 12, 16])('keeps all of %i heads in sight', (count) => {
    const { columns, edge, words } = planAsk(count, LAPTOP);
    const rows = Math.ceil(count / columns);
    expect(rows * edge + (rows - 1) * ASK_GAP).toBeLessThanOrEqual(LAPTOP.height);
    const width = edge + (words === 'beside' ? 52 : 0);
    expect(columns * width + (columns - 1) * ASK_GAP).toBeLessThanOrEqual(LAPTOP.width);
    expect(edge).toBeGreaterThanOrEqual(count <= 8 ? 100 : 44);
  });

  it('stays within the width where they need more rows than there is room for', () => {
    const { columns, edge } = planAsk(48, LAPTOP);
    expect(columns * (edge + 52) + (columns - 1) * ASK_GAP).toBeLessThanOrEqual(LAPTOP.width);
  });

  it('puts two in a row on a phone', () => {
    expect(planAskNarrow(16, 296)).toEqual({ columns: 2, edge: 88, words: 'beside' });
    expect(planAskNarrow(1, 296).columns).toBe(1);
  });
});

it('shows the most telling heads first, and leaves the others as they stand', () => {
  const told = jobs({
    '0.1': ['diffuse', 0.97],
    '1.0': ['previous_character', 0.72],
    '1.1': ['induction', 0.4],
  }) as HeadJob[];
  const heads = told.map(({ layer, head }) => ({
    ...{ layer, head },
    source: { getFrame: () => null, subscribe: () => () => {} },
  }));
  const order = mostTelling(heads, told).map(({ layer, head }) => `${layer}.${head}`);
  expect(order).toEqual(['1.1', '1.0', '0.1', '0.0']);
  expect(mostTelling(heads, undefined)).toEqual(heads);
});
