// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { type Block, breakLines, cellPlace, isWithin, layoutNetwork, mostLines } from './layout';
import { columnsOf, networkParts } from './parts';
import type { NetworkConfig } from './types';

const DEFAULT: NetworkConfig = { nEmbd: 16, nHead: 4, nLayer: 1, blockSize: 16, vocabSize: 27 };

/** Every network that the lab's form can ask for, and vocabularies that no rectangle holds. */
function* networks(): Generator<NetworkConfig> {
  for (let nEmbd = 4; nEmbd <= 64; nEmbd += 4) {
    for (let nHead = 1; nHead <= 8; nHead++) {
      if (nEmbd % nHead !== 0) continue;
      for (let nLayer = 1; nLayer <= 4; nLayer++) {
        for (const blockSize of [4, 12, 16, 28, 32]) {
          for (const vocabSize of [2, 27, 29, 97]) {
            yield { nEmbd, nHead, nLayer, blockSize, vocabSize };
          }
        }
      }
    }
  }
}

/** A block's foot in the frame that all blocks are turned by. */
function foot(block: Block, turn: number) {
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const u = block.x * c + block.z * s;
  const v = block.z * c - block.x * s;
  const [halfU, halfV] = [block.columns / 2, block.rows / 2];
  return { left: u - halfU, right: u + halfU, back: v - halfV, front: v + halfV };
}

describe('networkParts', () => {
  it('has the parts of the default network, true to their sizes and in their order', () => {
    const { stages } = networkParts(DEFAULT);
    const sizes = stages.flatMap(({ parts }) => parts.map(({ id, count }) => `${id} ${count}`));
    expect(sizes).toEqual([
      ...['letters 27', 'position 16', 'embedding.token 16', 'embedding.position 16'],
      ...['embedding.sum 16', 'norm 16', 'layer0.q 16', 'layer0.k 16', 'layer0.v 16'],
      ...[0, 1, 2, 3].map((head) => `layer0.attention.head${head} 16`),
      ...['layer0.mixed 16', 'layer0.projection 16', 'layer0.mlp.up 64', 'layer0.mlp.down 16'],
      ...['layer0.x 16', 'logits 27', 'probabilities 27'],
    ]);
  });

  it('gives each head its share of queries, keys and values, and the rest to all', () => {
    const { links } = networkParts(DEFAULT);
    const into = (id: string) => links.filter(({ to }) => to.part === id).map(({ from }) => from);
    expect(into('layer0.attention.head2')).toEqual([
      { part: 'layer0.q', start: 8, count: 4 },
      { part: 'layer0.k', start: 8, count: 4 },
    ]);
    expect(into('layer0.x').map(({ part }) => part)).toEqual([
      ...['layer0.mlp.down', 'layer0.projection', 'norm'],
    ]);
    const mixed = links.filter(({ to }) => to.part === 'layer0.mixed');
    expect(
      mixed.filter(({ from }) => from.part.endsWith('head3')).map(({ to }) => to.start),
    ).toEqual([12]);
  });

  it('leads through all layers, and to every block but those that come from outside', () => {
    const config = { ...DEFAULT, nLayer: 3 };
    const { stages, links } = networkParts(config);
    const reached = new Set(['letters', 'position']);
    for (const { from, to } of links) {
      expect(reached.has(from.part)).toBe(true);
      reached.add(to.part);
    }
    const all = stages.flatMap(({ parts }) => parts.map(({ id }) => id));
    expect([...reached].sort()).toEqual([...all].sort());
    expect(links.some(({ from, to }) => from.part === 'layer1.x' && to.part === 'layer2.q')).toBe(
      true,
    );
  });

  it('refuses sizes that no network has, by name', () => {
    expect(() => networkParts({ ...DEFAULT, nHead: 0 })).toThrow('nHead is 0');
    expect(() => networkParts({ ...DEFAULT, nEmbd: 2.5 })).toThrow('nEmbd is 2.5');
  });
});

it('fills blocks as rectangles where their number allows', () => {
  expect([4, 16, 27, 44, 64, 256].map((n) => [columnsOf(n), n / columnsOf(n)])).toEqual([
    ...[
      [2, 2],
      [4, 4],
      [3, 9],
      [4, 11],
      [8, 8],
      [16, 16],
    ],
  ]);
  // 29 is a prime: five columns, the last row one short.
  expect(columnsOf(29)).toBe(5);
});

describe('layoutNetwork', () => {
  it('lets no two blocks touch, and keeps everything in its box, for every network there can be', () => {
    let tried = 0;
    for (const config of networks()) {
      // All of them take a while; every 37th shows each size with each other one.
      if (tried++ % 37 !== 0) continue;
      for (const lines of [1, 2, mostLines(config)]) {
        const layout = layoutNetwork(config, { lines });
        const feet = layout.blocks.map((block) => foot(block, layout.turn));
        for (let i = 0; i < feet.length; i++) {
          for (let j = 0; j < i; j++) {
            const [a, b] = [feet[i], feet[j]] as [(typeof feet)[0], (typeof feet)[0]];
            const apart = Math.max(
              ...[a.left - b.right, b.left - a.right, a.back - b.front, b.back - a.front],
            );
            if (apart < 0.45)
              throw new Error(
                `${layout.blocks[i]?.id} meets ${layout.blocks[j]?.id} in ${JSON.stringify(config)}`,
              );
          }
        }
        const at = { x: 0, z: 0 };
        let cells = 0;
        for (const block of layout.blocks) {
          expect(block.first).toBe(cells);
          expect(block.rows * block.columns).toBeGreaterThanOrEqual(block.count);
          cells += block.count;
          for (const cell of [0, block.columns - 1, block.count - 1]) {
            if (cell >= block.count) continue;
            cellPlace(block, cell, layout.turn, at);
            const { left, right, back, front } = layout.box;
            if (at.x < left || at.x > right || at.z < back || at.z > front) {
              throw new Error(`${block.id} leaves the box in ${JSON.stringify(config)}`);
            }
          }
        }
        expect(layout.cells).toBe(cells);
      }
    }
    expect(tried).toBeGreaterThan(3000);
  });

  it('goes from left to right on a line, whatever the number of lines', () => {
    for (const lines of [1, 2, 4]) {
      const { stages } = layoutNetwork({ ...DEFAULT, nLayer: 3 }, { lines });
      for (let i = 1; i < stages.length; i++) {
        const [a, b] = [stages[i - 1], stages[i]];
        if (!a || !b) continue;
        if (a.line === b.line) expect(b.x).toBeGreaterThan(a.x);
        else expect(b.z - b.halfDepth).toBeGreaterThan(a.z + a.halfDepth);
      }
    }
  });

  it('puts cells row after row around the middle of their block', () => {
    const { byId, turn } = layoutNetwork(DEFAULT, { turn: 0 });
    const block = byId.get('norm') as Block;
    const at = { x: 0, z: 0 };
    cellPlace(block, 6, turn, at);
    expect([at.x - block.x, at.z - block.z]).toEqual([expect.closeTo(0.5), expect.closeTo(-0.5)]);
  });

  it('numbers cells without a gap, so that 64 wide shows 64', () => {
    const { blocks, byId } = layoutNetwork({ ...DEFAULT, nEmbd: 64 });
    expect(byId.get('layer0.k')?.count).toBe(64);
    expect(byId.get('layer0.mlp.up')).toMatchObject({ count: 256, rows: 16, columns: 16 });
    expect(blocks.map(({ index }) => index)).toEqual(blocks.map((_, i) => i));
  });
});

it('breaks lines so that the longest is as short as can be', () => {
  expect(breakLines([4, 4, 4, 4], 1, 2)).toEqual([0, 2]);
  expect(breakLines([9, 2, 2, 2], 1, 2)).toEqual([0, 1]);
  expect(breakLines([1, 1, 1], 1, 1)).toEqual([0]);
  expect(breakLines([1, 1, 1], 1, 9)).toEqual([0, 1, 2]);
});

it('lights a block by its id, and several by the beginning of theirs', () => {
  expect(isWithin('layer0.attention.head2', 'layer0.attention')).toBe(true);
  expect(isWithin('layer0.attention.head2', 'layer0.attention.head2')).toBe(true);
  expect(isWithin('layer10.q', 'layer1')).toBe(false);
  expect(isWithin('norm', null)).toBe(false);
});
