/** What each named point is. The points themselves are the names handed to `note` in microgpt.js and microgpt.py. */
import type { PointName } from './types.ts';

/** How often a step passes: once, at each position, in each layer of it, in each head of that. */
export type Scope = 'step' | 'position' | 'layer' | 'head';

export interface PointInfo {
  point: PointName;
  scope: Scope;
  /** In a few words, for a person. */
  says: string;
}

export const POINTS: readonly PointInfo[] = [
  { point: 'embedding', scope: 'position', says: 'the character plus its place' },
  { point: 'norm', scope: 'position', says: 'the same, at a steady length' },
  { point: 'q', scope: 'layer', says: 'queries: what this position looks for' },
  { point: 'k', scope: 'layer', says: 'keys: what can be found here' },
  { point: 'v', scope: 'layer', says: 'values: what it hands over' },
  { point: 'scores', scope: 'head', says: 'how well each earlier key matches the query' },
  { point: 'weights', scope: 'head', says: 'scores as shares of 1: whom this head looks at' },
  { point: 'mixed', scope: 'layer', says: 'what all heads brought, side by side' },
  { point: 'attended', scope: 'layer', says: 'what attention adds to x' },
  { point: 'hidden', scope: 'layer', says: 'four times as many numbers' },
  { point: 'active', scope: 'layer', says: 'the same, nothing below 0' },
  { point: 'thought', scope: 'layer', says: 'what the MLP adds to x' },
  { point: 'x', scope: 'layer', says: 'what this position knows after the block' },
  { point: 'logits', scope: 'position', says: 'a score for every possible next character' },
  { point: 'probs', scope: 'position', says: 'scores as probabilities' },
  { point: 'losses', scope: 'step', says: 'the surprise at each position' },
  { point: 'loss', scope: 'step', says: 'their mean' },
  { point: 'gradients', scope: 'step', says: 'how the loss grows with each parameter' },
  { point: 'before', scope: 'step', says: 'every parameter before the update' },
  { point: 'after', scope: 'step', says: 'and after it' },
];
