/** Where the network lies when it is flat: from straight above, as large as its window allows. Pure. */
import type { Size } from '../useSize';
import { type Layout, layoutNetwork, mostLines } from './layout';
import type { NetworkConfig } from './types';

export interface FlatPlace {
  layout: Layout;
  /** px a cell, and where the middle of everything is. */
  scale: number;
  left: number;
  top: number;
}

/** px around everything, and below it for the names. */
const MARGIN = 16;
const NAMES = 22;
/** Another line is worth cells this many times as large. */
const WORTH_A_LINE = 1.15;
/** No cell needs to be larger, px. */
const LARGEST = 22;

export function flatPlace(config: NetworkConfig, size: Size): FlatPlace {
  const width = Math.max(1, size.width - 2 * MARGIN);
  const height = Math.max(1, size.height - 2 * MARGIN - NAMES);
  let best: { layout: Layout; scale: number } | null = null;
  for (let lines = 1; lines <= mostLines(config); lines++) {
    const layout = layoutNetwork(config, { lines, turn: 0, taller: FLAT });
    if (layout.lines < lines) continue;
    const { left, right, back, front } = layout.box;
    const scale = Math.min(LARGEST, width / (right - left), height / (front - back));
    if (!best || scale > best.scale * WORTH_A_LINE) best = { layout, scale };
  }
  if (!best) throw new Error('one line is always possible');
  const { layout, scale } = best;
  const { left, right, back, front } = layout.box;
  return {
    layout,
    scale,
    left: size.width / 2 - ((left + right) / 2) * scale,
    top: (size.height - NAMES) / 2 - ((back + front) / 2) * scale,
  };
}

/** Nothing stands, but lines keep room for their names. */
const FLAT = 0.3;
