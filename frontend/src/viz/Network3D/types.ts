/** What the network's pictures are given, in 3D and flat, and what a test may ask them. Knows no three.js. */
import type { Ref } from 'react';
import type { CameraStats, SpaceEvents, SpaceHandle, SpaceStats } from '../space/types';

/** Sizes of a small GPT; whole numbers from 1 on. */
export interface NetworkConfig {
  nEmbd: number;
  nHead: number;
  nLayer: number;
  /** Positions. */
  blockSize: number;
  vocabSize: number;
}

export type Direction = 'forward' | 'backward' | 'both';
export type Numbers = Float64Array | Float32Array | readonly number[];

/** What the network holds at one position of the text, at one moment. Everything may be filled in place. */
export interface NetworkFrame {
  /**
   * Numbers of each block by its id (`parts`), in the order of its cells. Fewer than it has cells, NaN, or no entry at all: there is nothing
   * there yet. More raise a RangeError.
   */
  values: ReadonlyMap<string, Numbers>;
  /** Blocks of shares that hold scores as yet: numbers of any size, to become shares. */
  raw?: ReadonlySet<string>;
  /** Slopes of the loss, by the same ids: shown instead of a block's values while the direction is backward. */
  gradients?: ReadonlyMap<string, Numbers> | null;
}

/** An external store: `callback` after each new frame; the picture reads the newest at the next animation frame. */
export interface NetworkSource {
  /** null: nothing computed yet. */
  getFrame(): NetworkFrame | null;
  subscribe(callback: () => void): () => void;
}

/** What is pointed at: a block, and one of its cells or the whole of it. */
export interface NetworkPoint {
  block: string;
  cell: number | null;
}

/** Names of cells, as far as the page knows them. */
export interface CellNames {
  /** The vocabulary: of letters, logits and probabilities. */
  letters?: readonly string[];
  /** The text that is read, one entry a position: of attention. */
  text?: readonly string[];
}

/** px of the picture that something else covers, and where nothing of the network should stand. */
export interface Inset {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface NetworkViewProps extends CellNames {
  config: NetworkConfig;
  /** Keep it the same between renders. */
  source: NetworkSource;
  /** Which way numbers flow. They are seen to move for as long as frames come, and rest with them. */
  direction?: Direction | null;
  /** A block's id, or the beginning of several ('layer0.attention', 'layer1'): what is computed now. */
  lit?: string | null;
  /** The letters that go in are the person's own words. */
  own?: boolean;
  /** Pointed at, here or elsewhere. */
  hovered?: NetworkPoint | null;
  onPoint?: (point: NetworkPoint | null) => void;
  onPick?: (point: NetworkPoint) => void;
  /** Own words for what is pointed at, in place of the picture's. */
  describe?: (point: NetworkPoint) => string | null;
  /** Keep it the same between renders. */
  inset?: Inset;
}

export interface Network3DStats extends SpaceStats, CameraStats {
  /** Of the newest frame, cells alone. */
  cellDrawCalls: number;
  cells: number;
  wires: number;
  /** px a cell is wide in the middle of the picture. */
  cellPx: number;
  /** How far the flow has gone since the start, in lengths of a wire; grows forward and shrinks backward. */
  flowed: number;
}

export type Network3DHandle = SpaceHandle<Network3DStats>;

export interface Network3DProps extends NetworkViewProps, Partial<SpaceEvents> {
  ref?: Ref<Network3DHandle>;
}
