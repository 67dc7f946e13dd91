/**
 * What a small GPT consists of, in the order its numbers pass: blocks of numbers, which of them stand side by side, and what flows between them.
 * Sizes alone; `layout` gives places. Pure.
 *
 * One position of the text at a time, as the algorithm itself goes: a block of width 16 has 16 cells.
 */
import type { NetworkConfig } from './types';

/**
 * given: what comes in, one of many is 1. share: 0 to 1, together 1. signed: any number.
 */
export type Holds = 'given' | 'share' | 'signed';

export interface Part {
  /** Stable: 'letters', 'layer0.attention.head2'. */
  id: string;
  /** In full: "Layer 0, attention, head 2". */
  name: string;
  holds: Holds;
  /** How many numbers, and what one of them is called. */
  count: number;
  unit: 'letter' | 'position' | 'number';
  rows: number;
  columns: number;
}

/** Parts that work side by side. */
export interface Stage {
  label: string;
  /** 1: named before the others where there is no room for all. */
  rank: 1 | 2;
  /** Stages of one section stay on one line. */
  section: string;
  /** Layer number, −1 outside the layers. */
  layer: number;
  /** Beside each other in depth, or from left to right. */
  across: 'depth' | 'width';
  parts: Part[];
}

/** A range of cells: where it begins, how many. */
export interface Slice {
  part: string;
  start: number;
  count: number;
}

export interface Link {
  from: Slice;
  to: Slice;
  /** each: number by number. all: every number into every other. */
  how: 'each' | 'all';
  /** It passes by what stands between (residual). */
  around: boolean;
}

export interface Parts {
  stages: Stage[];
  links: Link[];
}

/** Below this share of a square's side a block would be a strip; then its last row stays unfilled. */
const SLIM = 0.5;

/** Columns of a block of n cells: a full rectangle, at least as deep as wide, or nearly a square. */
export function columnsOf(n: number): number {
  const side = Math.floor(Math.sqrt(n));
  for (let columns = side; columns >= side * SLIM; columns--) {
    if (n % columns === 0) return columns;
  }
  return side;
}

const part = (
  id: string,
  name: string,
  count: number,
  holds: Holds = 'signed',
  unit: Part['unit'] = 'number',
  columns = columnsOf(count),
): Part => ({ id, name, holds, count, unit, columns, rows: Math.ceil(count / columns) });

const MAX_CELLS = 4096;

function check(config: NetworkConfig): void {
  for (const [field, value] of Object.entries(config)) {
    if (Number.isInteger(value) && value >= 1 && value <= MAX_CELLS) continue;
    throw new RangeError(`${field} is ${value}; a network has from 1 to ${MAX_CELLS} of them`);
  }
}

/** All blocks and links of a network. Raises RangeError for sizes that are not whole numbers from 1 to 4,096. */
export function networkParts(config: NetworkConfig): Parts {
  check(config);
  const { nEmbd, nHead, nLayer, blockSize, vocabSize } = config;
  const stages: Stage[] = [];
  const links: Link[] = [];
  const sizes = new Map<string, number>();
  const stage = (
    label: string,
    rank: 1 | 2,
    section: string,
    parts: Part[],
    layer = -1,
    across: Stage['across'] = 'depth',
  ) => {
    stages.push({ label, rank, section, layer, across, parts });
    for (const { id, count } of parts) sizes.set(id, count);
  };
  const whole = (id: string): Slice => ({ part: id, start: 0, count: sizes.get(id) ?? 0 });
  const link = (from: string, to: string, how: Link['how'], around = false) =>
    links.push({ from: whole(from), to: whole(to), how, around });

  stage('letters', 1, 'in', [
    part('letters', 'Letters', vocabSize, 'given', 'letter'),
    part('position', 'Position', blockSize, 'given', 'position'),
  ]);
  stage('embedding', 1, 'in', [
    part('embedding.token', 'Token embedding', nEmbd),
    part('embedding.position', 'Position embedding', nEmbd),
  ]);
  stage('sum', 2, 'in', [part('embedding.sum', 'Embedding, the sum of both', nEmbd)]);
  stage('norm', 2, 'in', [part('norm', 'Embedding, normed', nEmbd)]);
  link('letters', 'embedding.token', 'all');
  link('position', 'embedding.position', 'all');
  link('embedding.token', 'embedding.sum', 'each');
  link('embedding.position', 'embedding.sum', 'each');
  link('embedding.sum', 'norm', 'each');

  let stream = 'norm';
  for (let layer = 0; layer < nLayer; layer++) {
    const at = (id: string) => `layer${layer}.${id}`;
    const named = (name: string) => `Layer ${layer}, ${name}`;
    const number = (id: string, name: string) => part(at(id), named(name), nEmbd);
    const [look, think] = [at('look'), at('think')];
    const asking = [number('q', 'queries'), number('k', 'keys'), number('v', 'values')];
    stage(nLayer > 1 ? `layer ${layer}` : 'q, k, v', 1, look, asking, layer);
    const heads = Array.from({ length: nHead }, (_, h) => {
      const name = named(`attention, head ${h}`);
      return part(at(`attention.head${h}`), name, blockSize, 'share', 'position', 1);
    });
    stage('attention', 1, look, heads, layer, 'width');
    stage('mixed', 2, look, [number('mixed', 'mixed values')], layer);
    stage('projection', 2, look, [number('projection', 'projection')], layer);
    stage('MLP', 1, think, [part(at('mlp.up'), named('MLP up'), 4 * nEmbd)], layer);
    stage('MLP down', 2, think, [number('mlp.down', 'MLP down')], layer);
    stage('x', 2, think, [number('x', 'x with all that was added')], layer);

    for (const id of ['q', 'k', 'v']) link(stream, at(id), 'all');
    for (let h = 0; h < nHead; h++) {
      const start = Math.floor((h * nEmbd) / nHead);
      const count = Math.max(1, Math.floor(((h + 1) * nEmbd) / nHead) - start);
      const head = whole(at(`attention.head${h}`));
      const slice = (id: string): Slice => ({ part: at(id), start, count });
      links.push({ from: slice('q'), to: head, how: 'all', around: false });
      links.push({ from: slice('k'), to: head, how: 'all', around: false });
      links.push({ from: head, to: slice('mixed'), how: 'all', around: false });
    }
    link(at('v'), at('mixed'), 'each', true);
    link(at('mixed'), at('projection'), 'all');
    // The MLP reads what was there before and what attention added; x is both and what the MLP adds.
    link(at('projection'), at('mlp.up'), 'all');
    link(stream, at('mlp.up'), 'all', true);
    link(at('mlp.up'), at('mlp.down'), 'all');
    link(at('mlp.down'), at('x'), 'each');
    link(at('projection'), at('x'), 'each', true);
    link(stream, at('x'), 'each', true);
    stream = at('x');
  }

  stage('logits', 2, 'out', [part('logits', 'Logits', vocabSize, 'signed', 'letter')]);
  stage('next letter', 1, 'out', [
    part('probabilities', 'Probabilities of the next letter', vocabSize, 'share', 'letter'),
  ]);
  link(stream, 'logits', 'all');
  link('logits', 'probabilities', 'each');
  return { stages, links };
}
