/**
 * From where the whole network is seen, whatever the shape of the window: on how many lines it stands, how far the camera is, and how far the
 * picture is shifted off what lies over it. Pure.
 */
import type { Pose } from '../space/orbit';
import type { Size } from '../useSize';
import { type Box, type Layout, layoutNetwork, mostLines } from './layout';
import type { Inset, NetworkConfig } from './types';

/** Half of the view along its longer side, as a slope: a long lens, so that both ends of a wide row look alike. */
const SLOPE = Math.tan((11 / 180) * Math.PI);
/** From the front, a good way up. */
export const POSE: Pose = { azimuth: 0, elevation: 0.6 };

export interface Fit {
  /** From the middle of the box. */
  distance: number;
  /** Of everything on the screen, in halves of the window, to the right and up. */
  shiftX: number;
  shiftY: number;
  /** px a unit is wide in the middle. */
  px: number;
}

/** Half of the view from bottom to top, as a slope. */
export const slopeUp = (aspect: number): number => SLOPE / Math.max(1, aspect);

/** Middle of a box into x, y, z of `out`. */
export function middleOf(box: Box, out: { x: number; y: number; z: number }): void {
  out.x = (box.left + box.right) / 2;
  out.y = (box.low + box.high) / 2;
  out.z = (box.back + box.front) / 2;
}

/** Edges of a box on the screen, in halves of the window. */
function seen(box: Box, pose: Pose, distance: number, aspect: number) {
  const [ca, sa] = [Math.cos(pose.azimuth), Math.sin(pose.azimuth)];
  const [ce, se] = [Math.cos(pose.elevation), Math.sin(pose.elevation)];
  const up = slopeUp(aspect);
  const edges = {
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.POSITIVE_INFINITY,
    top: Number.NEGATIVE_INFINITY,
  };
  for (let corner = 0; corner < 8; corner++) {
    const dx = ((corner & 1 ? 1 : -1) * (box.right - box.left)) / 2;
    const dy = ((corner & 2 ? 1 : -1) * (box.high - box.low)) / 2;
    const dz = ((corner & 4 ? 1 : -1) * (box.front - box.back)) / 2;
    const across = dx * ca - dz * sa;
    const out = dx * sa + dz * ca;
    const depth = distance - (out * ce + dy * se);
    if (depth <= distance * 0.02) return null;
    const x = across / (depth * up * aspect);
    const y = (dy * ce - out * se) / (depth * up);
    edges.left = Math.min(edges.left, x);
    edges.right = Math.max(edges.right, x);
    edges.bottom = Math.min(edges.bottom, y);
    edges.top = Math.max(edges.top, y);
  }
  return edges;
}

/** The nearest the camera may be, but no nearer than `nearest`, so that all of a box is within the window and clear of `inset`. */
export function fitBox(box: Box, size: Size, inset: Inset, pose: Pose = POSE, nearest = 0): Fit {
  const aspect = size.width / size.height;
  // An inset that leaves nothing is no inset.
  const roomX = Math.max(0.2, 1 - (inset.left + inset.right) / size.width);
  const roomY = Math.max(0.2, 1 - (inset.top + inset.bottom) / size.height);
  const fits = (distance: number) => {
    const edges = seen(box, pose, distance, aspect);
    if (!edges) return false;
    return edges.right - edges.left <= 2 * roomX && edges.top - edges.bottom <= 2 * roomY;
  };
  let near = nearest;
  let far = Math.max(1, nearest);
  while (!fits(far)) far *= 2;
  for (let i = 0; i < 40; i++) {
    const middle = (near + far) / 2;
    if (fits(middle)) far = middle;
    else near = middle;
  }
  const edges = seen(box, pose, far, aspect) ?? { left: 0, right: 0, bottom: 0, top: 0 };
  const centreX = (inset.left - inset.right) / size.width;
  const centreY = (inset.bottom - inset.top) / size.height;
  return {
    distance: far,
    shiftX: centreX - (edges.left + edges.right) / 2,
    shiftY: centreY - (edges.bottom + edges.top) / 2,
    px: size.height / (2 * slopeUp(aspect) * far),
  };
}

/** How many times as high as at the least a full cell may stand. */
const TALLER = [0.6, 0.8, 1, 1.25, 1.5, 1.75, 2] as const;
/** Another line is worth cells this many times as large; cells that stand higher are worth a little of their size. */
const WORTH_A_LINE = 1.25;
const WORTH_HEIGHT = 0.96;

/** The layout with as many lines as make its cells large in this window, and cells as high as fill it. */
export function arrange(
  config: NetworkConfig,
  size: Size,
  inset: Inset,
): { layout: Layout; fit: Fit } {
  const fitted = (lines: number, taller: number) => {
    const layout = layoutNetwork(config, { lines, taller });
    return { layout, fit: fitBox(layout.box, size, inset) };
  };
  let best = fitted(1, TALLER[0]);
  for (let lines = 2; lines <= mostLines(config); lines++) {
    const next = fitted(lines, TALLER[0]);
    if (next.layout.lines === lines && next.fit.px > best.fit.px * WORTH_A_LINE) best = next;
  }
  const least = best.fit.px * WORTH_HEIGHT;
  for (const taller of TALLER) {
    const next = fitted(best.layout.lines, taller);
    if (next.fit.px >= least) best = next;
  }
  return best;
}
