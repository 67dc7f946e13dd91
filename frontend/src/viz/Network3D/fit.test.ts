// @vitest-environment node
import { Vector3 } from 'three';
import { expect, it } from 'vitest';
import type { Size } from '../useSize';
import { arrange } from './fit';
import { flatPlace } from './flat';
import { Gaze } from './gaze';
import { type Box, cellPlace } from './layout';
import type { NetworkConfig } from './types';

const small: NetworkConfig = { nEmbd: 4, nHead: 1, nLayer: 1, blockSize: 4, vocabSize: 27 };
const usual: NetworkConfig = { nEmbd: 16, nHead: 4, nLayer: 1, blockSize: 16, vocabSize: 27 };
const large: NetworkConfig = { nEmbd: 64, nHead: 8, nLayer: 4, blockSize: 32, vocabSize: 27 };
const panel = { width: 886, height: 214 };
const phone = { width: 328, height: 300 };
const full = { width: 1280, height: 740 };
const inset = { top: 12, right: 20, bottom: 30, left: 20 };

type Edges = Record<'left' | 'right' | 'top' | 'bottom', number>;

/** px of a box's edges, through the camera. */
function edges(gaze: Gaze, box: Box, size: Size): Edges {
  const edge = { left: 1e9, right: -1e9, top: 1e9, bottom: -1e9 };
  const corner = new Vector3();
  for (const x of [box.left, box.right]) {
    for (const y of [box.low, box.high]) {
      for (const z of [box.back, box.front]) {
        corner.set(x, y, z).project(gaze.camera);
        const [px, py] = [((corner.x + 1) / 2) * size.width, ((1 - corner.y) / 2) * size.height];
        edge.left = Math.min(edge.left, px);
        edge.right = Math.max(edge.right, px);
        edge.top = Math.min(edge.top, py);
        edge.bottom = Math.max(edge.bottom, py);
        expect(Math.abs(corner.z)).toBeLessThan(1);
      }
    }
  }
  return edge;
}

function expectWithin(edge: Edges, size: Size): void {
  expect(edge.left).toBeGreaterThan(inset.left - 1);
  expect(edge.right).toBeLessThan(size.width - inset.right + 1);
  expect(edge.top).toBeGreaterThan(inset.top - 1);
  expect(edge.bottom).toBeLessThan(size.height - inset.bottom + 1);
}

/** Radians around and up, one after the other: to the end of the row, low, from behind, steep. */
const TURNS = [
  [1, 0],
  [0.57, -0.3],
  [1.57, 0],
  [0.4, 0.9],
] as const;

it.each([small, usual, large])(
  'shows all of a network in every window, through the real camera',
  (config) => {
    for (const size of [panel, phone, full]) {
      const { layout } = arrange(config, size, inset);
      const gaze = new Gaze(true);
      gaze.build(layout);
      gaze.frame(size, inset);
      gaze.advance(16);
      gaze.place();
      const edge = edges(gaze, layout.box, size);
      expectWithin(edge, size);
      // As near as that allows: it fills the room one way or the other.
      const wide = (edge.right - edge.left) / (size.width - inset.left - inset.right);
      const tall = (edge.bottom - edge.top) / (size.height - inset.top - inset.bottom);
      expect(Math.max(wide, tall)).toBeGreaterThan(0.99);
    }
  },
);

it.each([small, usual, large])('keeps all of it in sight however it is turned', (config) => {
  for (const size of [panel, phone, full]) {
    const { layout } = arrange(config, size, inset);
    const gaze = new Gaze(true);
    gaze.build(layout);
    gaze.frame(size, inset);
    const home = gaze.orbit.distance;
    for (const [azimuth, elevation] of TURNS) {
      gaze.orbit.turn(azimuth, elevation);
      gaze.advance(16);
      gaze.place();
      expectWithin(edges(gaze, layout.box, size), size);
    }
    gaze.reset();
    gaze.advance(16);
    expect(gaze.orbit.distance).toBeCloseTo(home);
  }
});

it('keeps all of it in sight while it rises from straight above', () => {
  const { layout } = arrange(usual, phone, inset);
  const gaze = new Gaze(false);
  gaze.build(layout);
  gaze.frame(phone, inset);
  for (let ms = 0; ms < 1000; ms += 50) {
    gaze.advance(50);
    gaze.place();
    // The camera comes after, by a little.
    const { left, right, top, bottom } = edges(gaze, layout.box, phone);
    expect(Math.min(left, phone.width - right, top, phone.height - bottom)).toBeGreaterThan(-2);
  }
});

it('stands on one line in a wide panel and on several where there is height', () => {
  expect(arrange(usual, panel, inset).layout.lines).toBe(1);
  expect(arrange(usual, phone, inset).layout.lines).toBeGreaterThan(1);
  expect(arrange(large, full, inset).layout.lines).toBeGreaterThan(1);
});

it('keeps what is pointed at in its place while zooming, and comes back to all of it', () => {
  const { layout, fit } = arrange(usual, panel, inset);
  const gaze = new Gaze(true);
  gaze.build(layout);
  gaze.frame(panel, inset);
  const settle = () => {
    gaze.advance(16);
    gaze.place();
  };
  settle();
  const ground = (x: number, y: number) => {
    gaze.rayAt(x, y, panel);
    const { ray } = gaze;
    const t = -ray.oy / ray.dy;
    return [ray.ox + ray.dx * t, ray.oz + ray.dz * t];
  };
  const before = ground(200, 120);
  gaze.zoomAt(0.5, 200, 120, panel);
  settle();
  const after = ground(200, 120);
  expect(gaze.orbit.distance).toBeCloseTo(fit.distance / 2);
  expect(Math.abs((after[0] ?? 0) - (before[0] ?? 0))).toBeLessThan(1.5);
  expect(Math.abs((after[1] ?? 0) - (before[1] ?? 0))).toBeLessThan(3);
  gaze.zoomAt(4, 700, 60, panel);
  settle();
  gaze.reset();
  settle();
  expect(ground(200, 120)[0]).toBeCloseTo(before[0] ?? 0, 3);
});

it('goes along with who walks from block to block near by, and stays where it sees everything', () => {
  const { layout } = arrange(usual, panel, inset);
  const gaze = new Gaze(true);
  gaze.build(layout);
  gaze.frame(panel, inset);
  const last = layout.blocks.at(-1);
  if (!last) throw new Error('a network has blocks');
  const onScreen = () => {
    gaze.advance(16);
    gaze.place();
    return new Vector3(last.x, 0, last.z).project(gaze.camera).x;
  };
  const home = onScreen();
  gaze.follow(last.id);
  expect(onScreen()).toBe(home);
  gaze.zoomOn(0.2, layout.blocks[0]?.id ?? null);
  expect(onScreen()).toBeGreaterThan(1);
  gaze.follow(last.id);
  expect(Math.abs(onScreen())).toBeLessThan(0.5);
});

it.each([small, usual, large])('lies within its window when flat', (config) => {
  for (const size of [panel, phone, full]) {
    const { layout, scale, left, top } = flatPlace(config, size);
    const at = { x: 0, z: 0 };
    for (const block of layout.blocks) {
      for (const cell of [0, block.count - 1]) {
        cellPlace(block, cell, 0, at);
        const [x, y] = [left + at.x * scale, top + at.z * scale];
        expect(x - scale / 2).toBeGreaterThan(0);
        expect(x + scale / 2).toBeLessThan(size.width);
        expect(y - scale / 2).toBeGreaterThan(0);
        expect(y + scale / 2).toBeLessThan(size.height - 12);
      }
    }
  }
});
