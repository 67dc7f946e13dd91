// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { END_MARK } from '../glyph';
import { type Block, layoutNetwork } from './layout';
import type { NetworkFrame } from './types';
import { walk } from './useNetworkKeys';
import { cellWords, holdsWords, pictureWords, signed, sizeWords } from './words';

const { blocks, byId } = layoutNetwork({
  nEmbd: 16,
  nHead: 4,
  nLayer: 1,
  blockSize: 16,
  vocabSize: 3,
});
const block = (id: string) => byId.get(id) as Block;
const head = 'layer0.attention.head2';
const frame: NetworkFrame = {
  values: new Map<string, number[]>([
    ['letters', [0, 1, 0]],
    ['norm', [-1.5, 0.004, ...Array(14).fill(0.3)]],
    [head, [0.1, 0.61, 0.29]],
    ['logits', [1, 2, 3]],
    ['probabilities', [0.09, 0.24, 0.67]],
  ]),
  gradients: new Map([['logits', [-0.0125, 0.0025, 0.01]]]),
};
const names = { letters: ['a', 'b', ' '], text: [' ', 'a', 'b'] };
const holds = (id: string, direction: 'forward' | 'backward' = 'forward') =>
  holdsWords(block(id), frame, direction, names);
const cell = (id: string, at: number, direction: 'forward' | 'backward' = 'forward') =>
  cellWords(block(id), at, frame, direction, names);

it('says sizes as they are', () => {
  expect(sizeWords(block('norm'))).toBe('16 numbers, 4 × 4');
  expect(sizeWords(block(head))).toBe('16 positions');
  expect(sizeWords(block('letters'))).toBe('3 letters');
});

it('says what each block holds now', () => {
  expect(holds('letters')).toBe("'b' goes in");
  expect(holds('norm')).toBe('from −1.50 to 0.30');
  expect(holds(head)).toBe("looks most at 'a' at position 1, 0.61, 13 still to come");
  expect(holds('probabilities')).toBe("most likely 'space', 0.67");
  expect(holds('logits', 'backward')).toBe('slopes of the loss from −0.013 to 0.010');
  expect(holds('layer0.q')).toBe('nothing computed yet');
  expect(holdsWords(block('norm'), null, null, {})).toBe('nothing computed yet');
});

it('says what a cell is', () => {
  expect(cell('norm', 0)).toBe('Embedding, normed: number 0 = −1.50');
  expect(cell('letters', 1)).toBe("Letters: 'b' goes in");
  expect(cell(head, 1)).toBe("Layer 0, attention, head 2: looks at 'a' at position 1, 0.61");
  expect(cell(head, 7)).toBe('Layer 0, attention, head 2: position 7, nothing there yet');
  expect(cell('probabilities', 2)).toBe("Probabilities of the next letter: 'space', 0.67");
  expect(cell('logits', 0, 'backward')).toBe("Logits: 'a', slope of the loss −0.013");
});

it('writes small numbers so that they are not zero', () => {
  expect([0, 0.5, -0.5, 0.094, 0.00123, -1e-7, 12.345].map(signed)).toEqual([
    ...['0.00', '0.50', '−0.50', '0.094', '0.0012', '−1.0e−7', '12.35'],
  ]);
  expect([Number.NaN, Infinity, -Infinity].map(signed)).toEqual(['nothing', '∞', '−∞']);
});

it('describes the picture, what is computed now, and which way it flows', () => {
  const words = pictureWords(blocks, 'layer0.attention', 'backward');
  expect(words).toContain(`${blocks.length} blocks with`);
  expect(words).toContain('Computed now: Layer 0, attention, head 0 and 3 more beside it.');
  expect(words).toContain('flow back');
  expect(pictureWords(blocks, null, null)).not.toContain('flow');
});

describe('walk', () => {
  it('goes from block to block and round, and into a block and out again', () => {
    expect(walk('ArrowRight', null, blocks)).toEqual({ block: 'letters', cell: null });
    expect(walk('ArrowLeft', null, blocks)).toEqual({ block: 'probabilities', cell: null });
    expect(walk('ArrowLeft', { block: 'letters', cell: 2 }, blocks)).toEqual({
      block: 'probabilities',
      cell: null,
    });
    expect(walk('ArrowDown', { block: 'norm', cell: null }, blocks)).toEqual({
      block: 'norm',
      cell: 0,
    });
    expect(walk('ArrowDown', { block: 'norm', cell: 15 }, blocks)).toEqual({
      block: 'norm',
      cell: 0,
    });
    expect(walk('ArrowUp', { block: 'norm', cell: 0 }, blocks)).toEqual({
      block: 'norm',
      cell: null,
    });
    expect(walk('Escape', { block: 'norm', cell: 0 }, blocks)).toBeNull();
    expect(walk('Escape', null, blocks)).toBeUndefined();
    expect(walk('q', null, blocks)).toBeUndefined();
  });
});

it('calls the token at both ends of a text the start where it goes in, the end where it may come out', () => {
  const ends = { letters: ['a', 'b', END_MARK] };
  const last: NetworkFrame = {
    values: new Map([
      ['letters', [0, 0, 1]],
      ['probabilities', [0.1, 0.2, 0.7]],
    ]),
  };
  expect(holdsWords(block('letters'), last, 'forward', ends)).toBe("'the start' goes in");
  expect(holdsWords(block('probabilities'), last, 'forward', ends)).toBe(
    "most likely 'the end', 0.70",
  );
});
