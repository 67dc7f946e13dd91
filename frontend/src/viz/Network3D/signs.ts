/** Which names stand where at this frame. Writes into `Meshes`; allocates only when the network changes. */
import type { Camera, Vector3 } from 'three';
import type { Size } from '../useSize';
import { NAME_PX } from './atlas';
import { HANGING, type Layout } from './layout';
import type { Meshes } from './meshes';
import { giveRoom, litStages } from './names';
import type { NetworkPoint } from './types';

/** px between a line's foot and the middle of its names. */
const BELOW_PX = 8;
/** px between the middle of a name and the window's lower edge, at the least. */
const EDGE_PX = 14;
/** Names are smaller in a narrow window. */
const NARROW_PX = 520;
const NARROW_SIZE = 12 / 14;

/** px of names as a share of their full size. */
export const nameSize = (width: number): number => (width < NARROW_PX ? NARROW_SIZE : 1);

/** px of a place in the world that stands in `point`, into its x and y; false where it is behind the camera. */
export function onScreen(point: Vector3, camera: Camera, size: Size): boolean {
  point.project(camera);
  point.x = ((point.x + 1) / 2) * size.width;
  point.y = ((1 - point.y) / 2) * size.height;
  return point.z >= -1 && point.z <= 1;
}

const within = ({ x, y }: Vector3, { width, height }: Size): boolean =>
  x >= 0 && x <= width && y >= 0 && y <= height;

const FAR_AWAY = -1e6;

export class Signs {
  private layout: Layout | null = null;
  private lit = new Uint8Array(0);
  private pointed = -1;
  private roomy = new Uint8Array(0);
  private xs = new Float32Array(0);
  private ys = new Float32Array(0);

  constructor(private readonly meshes: Meshes) {}

  build(layout: Layout): void {
    this.layout = layout;
    const count = this.meshes.names.length;
    this.lit = new Uint8Array(layout.stages.length);
    this.roomy = new Uint8Array(count);
    this.xs = new Float32Array(count);
    this.ys = new Float32Array(count);
  }

  setLit(lit: string | null): void {
    if (this.layout) litStages(this.layout, lit, this.lit);
  }

  setHovered(point: NetworkPoint | null): void {
    this.pointed = (point && this.layout?.byId.get(point.block)?.stage) ?? -1;
  }

  place(camera: Camera, size: Size, scratch: Vector3): void {
    const { meshes, xs, ys, roomy, layout } = this;
    if (!layout) return;
    const { names, spots, nameWidths } = meshes;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!name) continue;
      scratch.set(name.x, -layout.tall * HANGING, name.z);
      xs[i] = onScreen(scratch, camera, size) ? scratch.x : FAR_AWAY;
      ys[i] = scratch.y + BELOW_PX;
      // Its place is below the window, what it names is not: it waits at the edge.
      if (scratch.y + BELOW_PX <= size.height - EDGE_PX) continue;
      scratch.set(name.middleX, 0, name.middleZ);
      if (!onScreen(scratch, camera, size) || !within(scratch, size)) continue;
      xs[i] = scratch.x;
      ys[i] = size.height - EDGE_PX;
    }
    const height = NAME_PX * nameSize(size.width) + 4;
    giveRoom(names.length, xs, ys, nameWidths, height, size, this.first, this.telling, roomy);
    for (let i = 0; i < names.length; i++) {
      const stage = names[i]?.stage ?? -1;
      const kind = stage === this.pointed ? 3 : this.lit[stage] === 1 ? 2 : 1;
      spots[i * 3] = Math.round(xs[i] ?? 0);
      spots[i * 3 + 1] = Math.round(ys[i] ?? 0);
      spots[i * 3 + 2] = roomy[i] === 1 ? kind : 0;
    }
    meshes.touchNames();
  }

  private readonly telling = (i: number): boolean => (this.meshes.names[i]?.rank ?? 2) < 2;

  /** What is lit or pointed at is named before the rest. */
  private readonly first = (i: number): boolean => {
    const stage = this.meshes.names[i]?.stage ?? -1;
    return stage === this.pointed || this.lit[stage] === 1;
  };
}
