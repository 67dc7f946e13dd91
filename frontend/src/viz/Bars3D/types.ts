/** What the 3D bars are given, and what a test may ask them. */
import type { Ref } from 'react';
import type { AttentionViewProps } from '../attention';

export type UnavailableReason = 'no-webgl' | 'context-lost';

export interface Bars3DStats {
  /** Of the newest frame: the bars, and the labels. */
  drawCalls: number;
  /** Of the newest frame, bars alone. */
  barDrawCalls: number;
  triangles: number;
  /** Frames drawn since the start; stands still while nothing changes. */
  frames: number;
  /** The newest frame times in ms, oldest first, at most 120; gaps without drawing are left out. */
  frameMs: readonly number[];
  pixelRatio: number;
  /** Camera: radians around the vertical axis, radians above the ground, distance in cells. */
  camera: { azimuth: number; elevation: number; distance: number };
}

export interface Bars3DHandle {
  stats(): Bars3DStats;
  /** Draws `count` frames one after the other as fast as the page allows, for a benchmark; resolves to the ms each took. */
  measure(count: number): Promise<number[]>;
  resetCamera(): void;
}

export interface Bars3DProps extends AttentionViewProps {
  ref?: Ref<Bars3DHandle>;
  /** Turn down to the flat picture's own pose, and back up when it is false again. */
  lying?: boolean;
  /** The first picture is on the screen; until then nothing of it can be seen. */
  onDrawn?: () => void;
  /** It lies as the flat picture would, which can take over. */
  onLying?: () => void;
  /** Under 5 frames a second for 3 s, after the pixel ratio and the labels were reduced. Said once. */
  onSlow?: () => void;
  /** Show 2D instead and say why. */
  onUnavailable?: (reason: UnavailableReason) => void;
}
