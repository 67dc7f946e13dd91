// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { NOTHING } from './cells';
import { type Block, cellPlace, layoutNetwork } from './layout';
import { giveRoom, litStages, namesOf } from './names';
import { LEAST_HEIGHT, Picker, type Ray } from './pick';

const layout = layoutNetwork({ nEmbd: 8, nHead: 2, nLayer: 1, blockSize: 4, vocabSize: 5 });
const shown = Float32Array.from({ length: layout.cells }, (_, i) =>
  i % 7 === 0 ? NOTHING : Math.sin(i * 12.9898),
);
const hit = { block: -1, cell: -1 };
const pick = (ray: Ray, rise = 1) => {
  new Picker().pick(ray, layout, shown, rise, hit);
  return [hit.block, hit.cell];
};

/** The cell whose bar, grown by `slack` all round, holds a place, by asking each. */
function barAt(x: number, y: number, z: number, slack = 0): [number, number] | null {
  const [c, s] = [Math.cos(layout.turn), Math.sin(layout.turn)];
  const at = { x: 0, z: 0 };
  for (const block of layout.blocks) {
    for (let cell = 0; cell < block.count; cell++) {
      cellPlace(block, cell, layout.turn, at);
      const [dx, dz] = [x - at.x, z - at.z];
      const [u, v] = [dx * c + dz * s, dz * c - dx * s];
      if (Math.abs(u) > 0.5 + slack || Math.abs(v) > 0.5 + slack) continue;
      const height = shown[block.first + cell] ?? NOTHING;
      const full = height === NOTHING ? 0 : height * layout.tall;
      if (y >= Math.min(0, full) - slack && y <= Math.max(LEAST_HEIGHT, full) + slack)
        return [block.index, cell];
    }
  }
  return null;
}

describe('Picker', () => {
  it('finds every cell from straight above', () => {
    const at = { x: 0, z: 0 };
    for (const block of layout.blocks) {
      for (let cell = 0; cell < block.count; cell++) {
        cellPlace(block, cell, layout.turn, at);
        expect(pick({ ox: at.x, oy: 50, oz: at.z, dx: 0, dy: -1, dz: 0 })).toEqual([
          block.index,
          cell,
        ]);
      }
    }
  });

  it('agrees with walking along slanted rays', () => {
    let hits = 0;
    for (let turn = 0; turn < 80; turn++) {
      const to = {
        x: layout.box.left + ((turn * 7.31) % (layout.box.right - layout.box.left)),
        z: ((turn * 3.7) % 12) - 6,
      };
      const from = { ox: to.x + Math.sin(turn) * 12, oy: 22, oz: to.z + 26 };
      const ray = { ...from, dx: to.x - from.ox, dy: -from.oy, dz: to.z - from.oz };
      const walk = (slack: number) => {
        for (let t = 0.5; t <= 1.4; t += 0.001) {
          const at = barAt(ray.ox + ray.dx * t, ray.oy + ray.dy * t, ray.oz + ray.dz * t, slack);
          if (at) return at;
        }
        return null;
      };
      const walked = walk(0);
      const found = pick(ray);
      if (walked) {
        hits++;
        expect(found).toEqual(walked);
      } else if (!walk(0.03)) expect(found[1]).toBe(-1);
    }
    expect(hits).toBeGreaterThan(15);
  });

  it('finds a block beside its cells, and nothing between blocks', () => {
    const block = layout.byId.get('norm') as Block;
    const [c, s] = [Math.cos(layout.turn), Math.sin(layout.turn)];
    const beside = block.columns / 2 + 0.3;
    const down = { oy: 50, dx: 0, dy: -1, dz: 0 };
    expect(pick({ ...down, ox: block.x + beside * c, oz: block.z + beside * s })).toEqual([
      block.index,
      -1,
    ]);
    const between = block.columns / 2 + 2;
    expect(pick({ ...down, ox: block.x + between * c, oz: block.z + between * s })).toEqual([
      -1, -1,
    ]);
  });
});

describe('names', () => {
  const room = (
    widths: number[],
    xs: number[],
    first: number[] = [],
    telling: number[] = [],
    lowest = false,
  ) => {
    const n = widths.length;
    const places = Float32Array.from(xs);
    const out = new Uint8Array(n);
    const ys = new Float32Array(n).fill(100);
    giveRoom(
      n,
      places,
      ys,
      Float32Array.from(widths),
      16,
      { width: 400, height: 200 },
      (i) => first.includes(i),
      (i) => telling.includes(i),
      () => lowest,
      out,
    );
    return { shown: [...out], places, ys: [...ys] };
  };

  it('have their place to themselves, the first before the rest', () => {
    expect(room([50, 50, 50], [100, 130, 200]).shown).toEqual([1, 0, 1]);
    expect(room([50, 50, 50], [100, 130, 200], [1]).shown).toEqual([0, 1, 0]);
    // The less telling want more room around them.
    expect(room([50, 50], [100, 160]).shown).toEqual([1, 0]);
    expect(room([50, 50], [100, 160], [], [0, 1]).shown).toEqual([1, 1]);
  });

  it('stand a row lower where their place is taken and no line stands below', () => {
    const { shown, ys } = room([50, 50, 50, 50], [100, 130, 200, 150], [], [], true);
    expect(shown).toEqual([1, 1, 1, 0]);
    expect(ys.slice(0, 3)).toEqual([100, 118, 100]);
  });

  it('are moved in from the side, and not shown where their place is out of sight', () => {
    const { shown: out, places } = room([80, 80], [10, 600]);
    expect(out).toEqual([1, 0]);
    expect(places[0]).toBe(44);
  });

  it('are in the order of their rank, and lit with any of their blocks', () => {
    const names = namesOf(layout);
    expect(names.map(({ text }) => text).slice(0, 6)).toEqual([
      ...['letters', 'embedding', 'q, k, v', 'attention', 'MLP', 'next letter'],
    ]);
    const lit = new Uint8Array(layout.stages.length);
    litStages(layout, 'layer0.attention.head1', lit);
    expect(layout.stages.filter((_, i) => lit[i] === 1).map(({ label }) => label)).toEqual([
      'attention',
    ]);
  });
});
