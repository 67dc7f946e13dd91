// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import { blockOfPoint, NetworkFeed, type StepActivations } from './feed';
import { networkParts } from './parts';

const config = { nEmbd: 4, nHead: 2, nLayer: 1, blockSize: 4, vocabSize: 3 };
const count = (n: number, from: number) => Float64Array.from({ length: n }, (_, i) => from + i);
/** Two positions were read; every number differs. */
const step: StepActivations = {
  tokens: [2, 0],
  embedding: count(8, 100),
  norm: count(8, 200),
  layers: [
    {
      ...{ q: count(8, 300), k: count(8, 400), v: count(8, 500), weights: count(8, 600) },
      ...{ mixed: count(8, 700), attended: count(8, 800), active: count(32, 900) },
      ...{ thought: count(8, 1000), x: count(8, 1100) },
    },
  ],
  logits: count(6, 1200),
  probs: count(6, 1300),
};
const tables = { wte: count(12, 10), wpe: count(16, 50) };
const held = (feed: NetworkFeed, id: string) => [...(feed.getFrame()?.values.get(id) ?? [])];

describe('show', () => {
  it('puts the row of one position into every block', () => {
    const feed = new NetworkFeed(config);
    expect(feed.getFrame()).toBeNull();
    feed.show(step, 1, tables);
    expect(held(feed, 'letters')).toEqual([1, 0, 0]);
    expect(held(feed, 'position')).toEqual([0, 1, 0, 0]);
    expect(held(feed, 'embedding.token')).toEqual([10, 11, 12, 13]);
    expect(held(feed, 'embedding.position')).toEqual([54, 55, 56, 57]);
    expect(held(feed, 'embedding.sum')).toEqual([104, 105, 106, 107]);
    expect(held(feed, 'layer0.v')).toEqual([504, 505, 506, 507]);
    // (H, T, T): row 1 of head 1 begins at 1·4 + 1·2.
    expect(held(feed, 'layer0.attention.head1')).toEqual([606, 607, Number.NaN, Number.NaN]);
    expect(held(feed, 'layer0.projection')).toEqual([804, 805, 806, 807]);
    expect(held(feed, 'layer0.mlp.up')).toEqual([...count(16, 916)]);
    expect(held(feed, 'layer0.mlp.down')).toEqual([1004, 1005, 1006, 1007]);
    expect(held(feed, 'layer0.x')).toEqual([1104, 1105, 1106, 1107]);
    expect(held(feed, 'probabilities')).toEqual([1303, 1304, 1305]);
    const ids = networkParts(config).stages.flatMap(({ parts }) => parts.map(({ id }) => id));
    expect([...(feed.getFrame()?.values.keys() ?? [])].sort()).toEqual(ids.sort());
  });

  it('does not show what is still to come, and refuses a position that was not read', () => {
    const feed = new NetworkFeed(config);
    feed.show(step, 0);
    expect(held(feed, 'layer0.attention.head0')).toEqual([600, Number.NaN, Number.NaN, Number.NaN]);
    expect(feed.getFrame()?.values.has('embedding.token')).toBe(false);
    expect(() => feed.show(step, 2)).toThrow('position 2 was not read: there are 0 to 1');
  });

  it('tells of each frame, which is filled in place', () => {
    const feed = new NetworkFeed(config);
    const told = vi.fn();
    const leave = feed.subscribe(told);
    feed.show(step, 0);
    const [frame, norm] = [feed.getFrame(), feed.getFrame()?.values.get('norm')];
    feed.show(step, 1);
    expect(feed.getFrame()).toBe(frame);
    expect(feed.getFrame()?.values.get('norm')).toBe(norm);
    expect(told).toHaveBeenCalledTimes(2);
    leave();
    feed.clear();
    expect(told).toHaveBeenCalledTimes(2);
    expect(feed.getFrame()).toBeNull();
  });
});

describe('apply', () => {
  const value = (
    point: string,
    values: number[],
    head: number | null = null,
    layer: number | null = 0,
  ) => ({
    ...{ point, layer, head, position: 1, values: Float64Array.from(values) },
    gradients: Float64Array.from(values, (v) => v / 10),
  });

  it('shows values one after the other and says which block to light', () => {
    const feed = new NetworkFeed(config);
    feed.begin(1, 1);
    expect([...(feed.getFrame()?.values.keys() ?? [])]).toEqual(['letters', 'position']);
    expect(feed.apply(value('norm', [1, 2, 3, 4], null, null))).toBe('norm');
    expect(feed.apply(value('hidden', count(16, -8) as unknown as number[]))).toBe('layer0.mlp.up');
    expect(held(feed, 'layer0.mlp.up')[0]).toBe(-8);
    expect(feed.apply(value('loss', [2], null, null))).toBeNull();
    feed.begin(2, 2);
    expect(feed.getFrame()?.values.has('norm')).toBe(false);
  });

  it('keeps scores apart from the shares that they become', () => {
    const feed = new NetworkFeed(config);
    const id = 'layer0.attention.head1';
    expect(feed.apply(value('scores', [-2, 3], 1))).toBe(id);
    expect(feed.getFrame()?.raw?.has(id)).toBe(true);
    feed.apply(value('weights', [0.1, 0.9], 1));
    expect(feed.getFrame()?.raw?.has(id)).toBe(false);
    expect(held(feed, id)).toEqual([0.1, 0.9, Number.NaN, Number.NaN]);
  });

  it('brings slopes back, and refuses what does not fit', () => {
    const feed = new NetworkFeed(config);
    expect(feed.applyBack(value('x', [1, 2, 3, 4]))).toBe('layer0.x');
    expect([...(feed.getFrame()?.gradients?.get('layer0.x') ?? [])]).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(() => feed.apply(value('q', [1, 2, 3, 4, 5]))).toThrow(
      'layer0.q has 4 cells and was given 5 numbers',
    );
  });
});

it('knows the block of every point, and of a whole step none', () => {
  expect(blockOfPoint('embedding', null, null)).toBe('embedding.sum');
  expect(blockOfPoint('weights', 2, 3)).toBe('layer2.attention.head3');
  expect(blockOfPoint('attended', 1, null)).toBe('layer1.projection');
  expect(blockOfPoint('thought', 0, null)).toBe('layer0.mlp.down');
  expect(blockOfPoint('probs', null, null)).toBe('probabilities');
  expect(blockOfPoint('gradients', null, null)).toBeNull();
});
