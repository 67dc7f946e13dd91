// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { Orbit } from './orbit';
import { Pace, QUALITIES } from './pace';
import { orbitKey } from './useOrbitInput';

const settle = (orbit: Orbit) => {
  for (let i = 0; i < 500 && orbit.advance(16); i++);
};
const place = (orbit: Orbit) => {
  const out = { x: 0, y: 0, z: 0 };
  orbit.place(out);
  return out;
};

describe('Orbit', () => {
  it('tilts up from straight above in 600 ms', () => {
    const orbit = new Orbit(100, false);
    const start = place(orbit);
    expect(start.y).toBeGreaterThan(99);
    for (let t = 0; t < 592; t += 16) expect(orbit.advance(16)).toBe(true);
    orbit.advance(16);
    expect(orbit.rise).toBe(1);
    expect(place(orbit).y).toBeLessThan(70);
    expect(orbit.advance(16)).toBe(false);
  });

  it('lies down again in 600 ms, at the distance of the flat picture', () => {
    const orbit = new Orbit(100, false);
    settle(orbit);
    orbit.lie(true);
    for (let t = 0; t < 592; t += 16) expect(orbit.advance(16)).toBe(true);
    orbit.advance(16);
    expect(orbit.rise).toBe(0);
    expect(orbit.advance(16)).toBe(false);
    const out = { x: 0, y: 0, z: 0 };
    orbit.place(out, 80);
    expect(Math.hypot(out.x, out.y, out.z)).toBeCloseTo(80);
    expect(out.y).toBeGreaterThan(79);
    const still = new Orbit(100, true);
    still.lie(true);
    expect(still.rise).toBe(0);
  });

  it('stands at once when the person wants no motion', () => {
    const orbit = new Orbit(100, true);
    expect(orbit.rise).toBe(1);
    orbit.turn(1, 0.1);
    expect(orbit.advance(16)).toBe(false);
    expect(orbit.azimuth).toBeCloseTo(0.42);
  });

  it('keeps its distance whatever it is turned to', () => {
    const orbit = new Orbit(100, false);
    for (const [azimuth, elevation] of [
      [1, 0.3],
      [-4, -9],
      [9, 9],
    ] as const) {
      orbit.turn(azimuth, elevation);
      settle(orbit);
      const { x, y, z } = place(orbit);
      expect(Math.hypot(x, y, z)).toBeCloseTo(100);
      expect(y).toBeGreaterThan(5);
    }
  });

  it('zooms within bounds and comes back by the short way', () => {
    const orbit = new Orbit(100, false);
    const home = { azimuth: orbit.azimuth, elevation: orbit.elevation };
    for (let i = 0; i < 50; i++) orbitKey('+', orbit);
    settle(orbit);
    expect(orbit.distance).toBeCloseTo(25, 1);
    for (let i = 0; i < 60; i++) orbitKey('ArrowRight', orbit);
    settle(orbit);
    orbitKey('0', orbit);
    expect(Math.abs(orbit.azimuth - home.azimuth)).toBeLessThan(Math.PI + 0.01);
    settle(orbit);
    expect(orbit).toMatchObject({ ...home, distance: 100 });
  });

  it('keeps the zoom when the window changes', () => {
    const orbit = new Orbit(100, true);
    orbit.zoom(0.5);
    orbit.advance(16);
    orbit.setHome(200);
    expect(orbit.distance).toBeCloseTo(100);
  });

  it('knows its keys and leaves the others', () => {
    const orbit = new Orbit(100, true);
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '+', '-', '0'];
    expect(keys.map((key) => orbitKey(key, orbit))).toEqual(keys.map(() => true));
    expect(orbitKey('s', orbit)).toBe(false);
  });
});

describe('Pace', () => {
  const run = (pace: Pace, dt: number, frames: number) =>
    Array.from({ length: frames }, () => pace.note(dt)).filter((said) => said !== null);

  it('leaves a quick picture alone', () => {
    const pace = new Pace();
    expect(run(pace, 16.7, 600)).toEqual([]);
    expect(pace.quality).toEqual(QUALITIES[0]);
  });

  it('lowers resolution, then labels, and stops at the last', () => {
    const pace = new Pace();
    expect(run(pace, 60, 600)).toEqual(['lower', 'lower', 'lower']);
    expect(pace.quality).toEqual(QUALITIES.at(-1));
  });

  it('gives up once, after 3 s under 5 frames a second with everything lowered', () => {
    const pace = new Pace();
    const said = run(pace, 250, 60);
    expect(said.filter((word) => word === 'slow')).toHaveLength(1);
    expect(said.slice(0, 3)).toEqual(['lower', 'lower', 'lower']);
  });

  it('does not take a sleeping tab or a resting picture for slow', () => {
    const pace = new Pace();
    expect(run(pace, 60_000, 20)).toEqual([]);
    for (let i = 0; i < 100; i++) {
      pace.note(300);
      pace.restart();
    }
    expect(pace.level).toBe(0);
  });
});
