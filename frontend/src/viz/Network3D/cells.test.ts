// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { Cells, heightOf, MODES, NOTHING } from './cells';
import { INKS, InkTable, inkOf } from './colors';
import { Flow } from './flow';
import { layoutNetwork } from './layout';
import type { NetworkFrame } from './types';
import { shareOut, wiresOf, writeCarried } from './wires';

const layout = layoutNetwork({ nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 4, vocabSize: 5 });
const block = (id: string) => {
  const found = layout.byId.get(id);
  if (!found) throw new Error(id);
  return found;
};
const shownIn = (cells: Cells, id: string) => {
  const { first, count } = block(id);
  return [...cells.shown.subarray(first, first + count)];
};
const frame = (values: Record<string, number[]>, more: Partial<NetworkFrame> = {}) => ({
  values: new Map(Object.entries(values)),
  ...more,
});

describe('heightOf', () => {
  it('keeps its scale: the same number has the same height in every frame', () => {
    expect(heightOf(0.5, MODES.signed)).toBeCloseTo(0.5);
    expect(heightOf(-0.5, MODES.signed)).toBeCloseTo(-0.5);
    expect(heightOf(1.5, MODES.signed)).toBeCloseTo(0.75);
    expect(heightOf(-0.02, MODES.slope)).toBeCloseTo(-0.5);
    expect(heightOf(0.5, MODES.share)).toBeGreaterThan(0.5);
    expect(heightOf(1, MODES.share)).toBe(1);
  });

  it('never leaves −1 to 1 but for what is not there', () => {
    for (const mode of Object.values(MODES)) {
      for (const value of [0, -0, 1e-300, 1e300, -1e300, 5, -5, Infinity, -Infinity]) {
        expect(Math.abs(heightOf(value, mode))).toBeLessThanOrEqual(1);
      }
      expect(heightOf(Number.NaN, mode)).toBe(NOTHING);
    }
  });
});

describe('Cells', () => {
  it('show numbers where they have come and nothing elsewhere', () => {
    const cells = new Cells(layout);
    cells.take(
      frame({ norm: [0.5, -0.5, 0, 0, 0, 0, 0, 1.5], 'layer1.attention.head1': [0.25, 0.75] }),
      null,
    );
    cells.settle();
    expect(shownIn(cells, 'norm')).toEqual([0.5, -0.5, 0, 0, 0, 0, 0, 0.75]);
    const head = shownIn(cells, 'layer1.attention.head1');
    expect(head.slice(2)).toEqual([NOTHING, NOTHING]);
    expect(head[1]).toBeGreaterThan(head[0] ?? 1);
    expect(shownIn(cells, 'logits')).toEqual(Array(5).fill(NOTHING));
    expect(cells.modes[block('logits').index]).toBe(MODES.nothing);
  });

  it('show slopes instead, as far as they have come back, and only while they flow back', () => {
    const cells = new Cells(layout);
    const both = frame(
      { norm: Array(8).fill(1), logits: Array(5).fill(0.5) },
      {
        gradients: new Map([['logits', [0.02, -0.02, 0, 0, 0]]]),
      },
    );
    cells.take(both, 'backward');
    cells.settle();
    expect(shownIn(cells, 'logits')).toEqual([0.5, -0.5, 0, 0, 0]);
    expect(cells.modes[block('logits').index]).toBe(MODES.slope);
    expect(cells.modes[block('norm').index]).toBe(MODES.signed);
    cells.take(both, 'forward');
    cells.settle();
    expect(shownIn(cells, 'logits')).toEqual(Array(5).fill(0.5));
  });

  it('show scores as numbers until they are shares', () => {
    const cells = new Cells(layout);
    const id = 'layer0.attention.head0';
    cells.take(frame({ [id]: [-0.5, 0.5] }, { raw: new Set([id]) }), 'forward');
    cells.settle();
    expect(shownIn(cells, id)).toEqual([-0.5, 0.5, NOTHING, NOTHING]);
  });

  it('say which block was given too many, and how many', () => {
    const cells = new Cells(layout);
    expect(() => cells.take(frame({ norm: Array(9).fill(0) }), null)).toThrow(
      'norm has 8 cells and was given 9 numbers',
    );
  });

  it('ease to the newest frame and then rest, in the buffer they began with', () => {
    const cells = new Cells(layout);
    const { shown } = cells;
    cells.take(frame({ norm: [0.5, 0, 0, 0, 0, 0, 0, 0] }), null);
    expect(cells.advance(16)).toBe(true);
    const early = shownIn(cells, 'norm')[0] ?? 0;
    expect(early).toBeGreaterThan(0);
    expect(early).toBeLessThan(0.5);
    let frames = 0;
    while (cells.advance(16)) frames++;
    expect(frames).toBeLessThan(60);
    expect(shownIn(cells, 'norm')[0]).toBe(0.5);
    expect(cells.shown).toBe(shown);
    cells.take(null, null);
    expect(cells.advance(16)).toBe(false);
    expect(shownIn(cells, 'norm')[0]).toBe(NOTHING);
  });
});

describe('wires', () => {
  const wires = wiresOf(layout);

  it('join cells of the blocks that they say, number by number where that is so', () => {
    let each = 0;
    for (let i = 0; i < wires.count; i++) {
      const [from, to] = [
        layout.blocks[wires.fromBlock[i] ?? 0],
        layout.blocks[wires.toBlock[i] ?? 0],
      ];
      if (!from || !to) throw new Error('a wire without an end');
      const [a, b] = [(wires.from[i] ?? 0) - from.first, (wires.to[i] ?? 0) - to.first];
      const link = layout.links.find((one) => one.from.part === from.id && one.to.part === to.id);
      if (!link) throw new Error(`nothing flows from ${from.id} to ${to.id}`);
      expect(a).toBeGreaterThanOrEqual(link.from.start);
      expect(a).toBeLessThan(link.from.start + link.from.count);
      expect(b).toBeGreaterThanOrEqual(link.to.start);
      expect(b).toBeLessThan(link.to.start + link.to.count);
      if (link.how === 'each') {
        each++;
        expect(a - link.from.start).toBe(b - link.to.start);
      }
    }
    expect(each).toBeGreaterThan(10);
  });

  it('are a bounded number, some of every link, and never the same cell pair of a small link twice', () => {
    const large = layoutNetwork({ nEmbd: 64, nHead: 8, nLayer: 4, blockSize: 32, vocabSize: 27 });
    const shares = shareOut(large);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(wiresOf(large).count).toBeLessThan(2000);
    const norm = layout.byId.get('norm')?.index;
    const ends = [...wires.to].filter((_, i) => wires.toBlock[i] === norm);
    expect(new Set(ends).size).toBe(8);
  });

  it('carry the number of the cell they come from, and on the way back of the other', () => {
    const cells = new Cells(layout);
    const out = new Float32Array(wires.count);
    const values = { 'embedding.sum': [1.5, 0, 0, 0, 0, 0, 0, 0], norm: Array(8).fill(1) };
    cells.take(frame(values), 'forward');
    cells.settle();
    writeCarried(wires, cells.shown, cells.modes, out);
    const first = block('embedding.sum').first;
    for (let i = 0; i < wires.count; i++) {
      if (wires.toBlock[i] !== block('norm').index) continue;
      expect(out[i]).toBeCloseTo(wires.from[i] === first ? 0.75 : 0);
    }
    const slopes = [0, 0.02, 0, 0, 0, 0, 0, 0];
    cells.take(frame(values, { gradients: new Map([['norm', slopes]]) }), 'backward');
    cells.settle();
    writeCarried(wires, cells.shown, cells.modes, out);
    for (let i = 0; i < wires.count; i++) {
      if (wires.toBlock[i] !== block('norm').index) continue;
      expect(out[i]).toBeCloseTo(wires.to[i] === block('norm').first + 1 ? 0.5 : 0);
    }
  });

  it('carry nothing to where nothing was computed', () => {
    const cells = new Cells(layout);
    const out = new Float32Array(wires.count).fill(9);
    cells.take(frame({ norm: Array(8).fill(1) }), 'forward');
    cells.settle();
    writeCarried(wires, cells.shown, cells.modes, out);
    expect(Math.max(...out)).toBe(0);
  });
});

describe('Flow', () => {
  const run = (flow: Flow, ms: number, still = false) => {
    let moving = false;
    for (let t = 0; t < ms; t += 16) moving = flow.advance(16, still);
    return moving;
  };

  it('moves while frames come, and rests soon after the last', () => {
    const flow = new Flow();
    flow.direction = 'forward';
    expect(run(flow, 500)).toBe(false);
    expect(flow.forward).toBe(0);
    flow.news();
    expect(run(flow, 500)).toBe(true);
    const gone = flow.forward;
    expect(gone).toBeGreaterThan(0.3);
    expect(run(flow, 4000)).toBe(false);
    const rested = flow.forward;
    expect(rested).toBeGreaterThan(gone);
    run(flow, 4000);
    expect(flow.forward).toBe(rested);
    expect(flow.backward).toBe(0);
  });

  it('goes the way it is told', () => {
    const flow = new Flow();
    flow.direction = 'backward';
    flow.news();
    run(flow, 300);
    expect([flow.forward, flow.backward > 0.1]).toEqual([0, true]);
    flow.direction = 'both';
    flow.news();
    run(flow, 300);
    expect(flow.forward).toBeGreaterThan(0.1);
  });

  it('stands and points the way where nothing may move', () => {
    const flow = new Flow();
    flow.direction = 'forward';
    flow.news();
    expect(run(flow, 300, true)).toBe(true);
    expect([flow.forward, flow.strengthForward]).toEqual([0, 1]);
    expect(run(flow, 3000, true)).toBe(false);
    expect(flow.strengthForward).toBe(0);
  });
});

it('colours by job: grey not yet, blue held, cyan now, amber slopes, violet own', () => {
  expect(inkOf(NOTHING, MODES.signed, true, true)).toBe(INKS.blank);
  expect(inkOf(1, MODES.signed, false, false)).toBe(INKS.holds);
  expect(inkOf(1, MODES.share, true, false)).toBe(INKS.now);
  expect(inkOf(-1, MODES.slope, true, false)).toBe(INKS.slopeBelow);
  expect(inkOf(1, MODES.given, true, true)).toBe(INKS.own);
  const table = new InkTable();
  for (const height of [-1, -0.5, 0, 0.5, 1, NOTHING]) {
    expect(table.inkOf(height, MODES.signed, false, false)).toBe(
      inkOf(height, MODES.signed, false, false),
    );
  }
});
