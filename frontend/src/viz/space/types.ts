/** What every 3D picture tells the page, and what a test may ask it. */

export type UnavailableReason = 'no-webgl' | 'context-lost';

export interface SpaceEvents {
  /** The first picture is on the screen; until then nothing of it can be seen. */
  onDrawn: () => void;
  /** Under 5 frames a second for 3 s, after everything that can be spared was. Said once. */
  onSlow: () => void;
  /** Show it flat instead and say why. */
  onUnavailable: (reason: UnavailableReason) => void;
}

export interface SpaceStats {
  /** Of the newest frame. */
  drawCalls: number;
  triangles: number;
  /** Frames drawn since the start; stands still while nothing changes. */
  frames: number;
  /** The newest frame times in ms, oldest first, at most 120; gaps without drawing are left out. */
  frameMs: readonly number[];
  pixelRatio: number;
}

export interface CameraStats {
  /** Radians around the vertical axis, radians above the ground, distance in cells. */
  camera: { azimuth: number; elevation: number; distance: number };
}

export interface SpaceHandle<Stats> {
  stats(): Stats;
  /** Draws `count` frames with fresh numbers one after the other, for a benchmark; resolves to the ms between them. */
  measure(count: number): Promise<number[]>;
  resetCamera(): void;
}
