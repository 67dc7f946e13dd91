// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { type Axes, eigenSymmetric, fitAxes, project, turnTowards } from './pca';

/** A seeded normal number. */
function normal(seed: number) {
  let state = seed;
  const uniform = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** n points in d dimensions, spread by `spreads` along turned axes, around (5, 5, …). */
function cloud(n: number, spreads: readonly number[], seed = 3) {
  const d = spreads.length;
  const next = normal(seed);
  // An orthonormal frame by Gram and Schmidt.
  const frame: number[][] = [];
  while (frame.length < d) {
    const v = Array.from({ length: d }, next);
    for (const e of frame) {
      const along = v.reduce((sum, x, k) => sum + x * (e[k] ?? 0), 0);
      for (let k = 0; k < d; k++) v[k] = (v[k] ?? 0) - along * (e[k] ?? 0);
    }
    const length = Math.hypot(...v);
    frame.push(v.map((x) => x / length));
  }
  const points = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    const along = spreads.map((spread) => spread * next());
    for (let k = 0; k < d; k++) {
      points[i * d + k] = 5 + along.reduce((sum, x, e) => sum + x * (frame[e]?.[k] ?? 0), 0);
    }
  }
  return { points, frame, n, d };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, x, k) => sum + x * (b[k] ?? 0), 0);

describe('eigenSymmetric', () => {
  it('solves a matrix whose answer is known', () => {
    const { values, vectors } = eigenSymmetric(Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, 5), 3);
    expect([...values]).toEqual([5, 3, 1].map((value) => expect.closeTo(value, 10)));
    expect(Math.abs(dot(vectors.subarray(3, 6), [Math.SQRT1_2, Math.SQRT1_2, 0]))).toBeCloseTo(1);
  });

  it('satisfies A v = λ v with orthonormal v in 64 dimensions', () => {
    const d = 64;
    const next = normal(11);
    const a = new Float64Array(d * d);
    for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) a[i * d + j] = a[j * d + i] = next();
    const { values, vectors } = eigenSymmetric(a.slice(), d);
    for (let r = 0; r < d; r++) {
      const v = vectors.subarray(r * d, (r + 1) * d);
      for (let i = 0; i < d; i++) {
        expect(dot(a.subarray(i * d, (i + 1) * d), v)).toBeCloseTo(
          (values[r] ?? 0) * (v[i] ?? 0),
          8,
        );
      }
      for (let s = 0; s <= r; s++) {
        const other = vectors.subarray(s * d, (s + 1) * d);
        expect(dot(v, other)).toBeCloseTo(r === s ? 1 : 0, 8);
      }
      if (r > 0) expect(values[r]).toBeLessThanOrEqual(values[r - 1] ?? 0);
    }
  });
});

describe('fitAxes', () => {
  it('finds the directions a cloud was spread along, and their shares', () => {
    const { points, frame, n, d } = cloud(4000, [4, 2, 1, 0.2, 0.2, 0.2]);
    const axes = fitAxes(points, n, d);
    for (let axis = 0; axis < 3; axis++) {
      const component = axes.components.subarray(axis * d, (axis + 1) * d);
      expect(Math.abs(dot(component, frame[axis] ?? []))).toBeGreaterThan(0.995);
    }
    const total = 16 + 4 + 1 + 3 * 0.04;
    expect(axes.explained[0]).toBeCloseTo(16 / total, 1);
    expect(axes.explained[1]).toBeCloseTo(4 / total, 1);
  });

  it('keeps its signs: the same data, data shifted, and data that drifts point the same way', () => {
    const { points, n, d } = cloud(200, [4, 2, 1, 0.3]);
    const first = fitAxes(points, n, d);
    expect(fitAxes(points, n, d)).toEqual(first);
    // Turned around on purpose: what came before decides.
    const flipped = { ...first, components: first.components.map((x) => -x) };
    const next = normal(5);
    let previous: Axes = flipped;
    for (let round = 0; round < 20; round++) {
      const drifted = points.map((x) => x * (1 + round * 0.02) + next() * 0.05);
      const axes = fitAxes(drifted, n, d, previous);
      for (let axis = 0; axis < 3; axis++) {
        const range = [axis * d, (axis + 1) * d] as const;
        expect(
          dot(axes.components.subarray(...range), flipped.components.subarray(...range)),
        ).toBeGreaterThan(0.9);
      }
      previous = axes;
    }
  });

  it('copes with fewer dimensions than axes, and with all points in one place', () => {
    const line = fitAxes([1, 2, 3, 4], 4, 1);
    expect(line.explained).toEqual([expect.closeTo(1), 0, 0]);
    expect([...project(line, [1, 2, 3, 4], 4)].slice(0, 3)).toEqual([expect.closeTo(-1.5), 0, 0]);
    expect(fitAxes([7, 7, 7, 7], 2, 2).explained).toEqual([0, 0, 0]);
  });

  it('refuses what cannot be meant, with the numbers that disagree', () => {
    expect(() => fitAxes([1, 2, 3], 2, 2)).toThrow('2 vectors of 2 numbers are 4, not 3');
    expect(() => fitAxes([1, 2, Number.NaN, 4], 2, 2)).toThrow('vector 1 holds a number');
  });
});

describe('turnTowards', () => {
  /** 27 letters of 16 numbers that spread along two directions, of which now one and now the other tells more. */
  const crossing = (share: number) => {
    const { points, frame, n, d } = cloud(27, [1, 1, 0.2, ...Array(13).fill(0.05)], 9);
    for (let i = 0; i < n; i++) {
      for (const [axis, by] of [
        [0, 0.3 * share],
        [1, -0.3 * share],
      ] as const) {
        const along = dot(points.subarray(i * d, (i + 1) * d), frame[axis] ?? []);
        for (let k = 0; k < d; k++)
          points[i * d + k] = (points[i * d + k] ?? 0) + by * along * (frame[axis]?.[k] ?? 0);
      }
    }
    return { points, n, d };
  };
  const furthest = (a: Float32Array, b: Float32Array) =>
    a.reduce((most, x, i) => (i % 3 < 2 ? Math.max(most, Math.abs(x - (b[i] ?? 0))) : most), 0);

  it('keeps the picture still while its two directions change places', () => {
    let axes: Axes | null = null;
    let before: { turned: Float32Array; fitted: Float32Array } | null = null;
    let [turnedLeap, fittedLeap] = [0, 0];
    for (let share = -1; share <= 1; share += 0.1) {
      const { points, n, d } = crossing(share);
      const fitted: Axes = fitAxes(points, n, d, axes);
      axes = turnTowards(fitted, axes);
      const now = { turned: project(axes, points, n), fitted: project(fitted, points, n) };
      if (before) {
        turnedLeap = Math.max(turnedLeap, furthest(now.turned, before.turned));
        fittedLeap = Math.max(fittedLeap, furthest(now.fitted, before.fitted));
      }
      before = now;
    }
    expect(turnedLeap).toBeLessThan(0.35);
    expect(fittedLeap).toBeGreaterThan(1);
  });

  it('changes no distance in the plane, no share of both together, and mends a mirrored picture', () => {
    const { points, n, d } = cloud(60, [4, 2, 1, 0.3]);
    const axes = fitAxes(points, n, d);
    const [c, s] = [Math.cos(2), Math.sin(2)];
    const previous: Axes = { ...axes, components: axes.components.slice() };
    for (let k = 0; k < d; k++) {
      const [x, y] = [axes.components[k] ?? 0, axes.components[d + k] ?? 0];
      previous.components[k] = c * x + s * y;
      previous.components[d + k] = s * x - c * y;
    }
    const turned = turnTowards(axes, previous);
    for (let k = 0; k < 2 * d; k++) {
      expect(turned.components[k]).toBeCloseTo(previous.components[k] ?? 0, 10);
    }
    expect(turned.explained[0] + turned.explained[1]).toBeCloseTo(
      axes.explained[0] + axes.explained[1],
      10,
    );
    const apart = (of: Float32Array, i: number) =>
      Math.hypot((of[i * 3] ?? 0) - (of[0] ?? 0), (of[i * 3 + 1] ?? 0) - (of[1] ?? 0));
    const [a, b] = [project(axes, points, n), project(turned, points, n)];
    for (let i = 1; i < n; i++) expect(apart(b, i)).toBeCloseTo(apart(a, i), 3);
    // The share of a turned axis is what the vectors have along it.
    const along = (of: Float32Array) =>
      of.filter((_, i) => i % 3 === 0).reduce((sum, x) => sum + x * x, 0);
    const total = axes.explained[0];
    expect(turned.explained[0] / total).toBeCloseTo(along(b) / along(a), 4);
  });

  it('leaves axes alone that have nothing before them', () => {
    const axes = fitAxes([1, 2, 3, 4], 4, 1);
    expect(turnTowards(axes, axes)).toBe(axes);
    expect(turnTowards(axes, null)).toBe(axes);
  });
});

describe('project', () => {
  it('puts each stop around its own middle on the axes of another', () => {
    const { points, n, d } = cloud(300, [3, 2, 1, 0.1]);
    const axes = fitAxes(points, n, d);
    const moved = points.map((x) => x + 40);
    const [here, there] = [project(axes, points, n), project(axes, moved, n)];
    for (let i = 0; i < here.length; i++) expect(there[i]).toBeCloseTo(here[i] ?? 0, 3);
    for (let axis = 0; axis < 3; axis++) {
      expect(here.filter((_, i) => i % 3 === axis).reduce((a, b) => a + b, 0) / n).toBeCloseTo(
        0,
        3,
      );
    }
  });

  it('keeps distances when three axes hold everything', () => {
    const { points, n, d } = cloud(50, [3, 2, 1]);
    const places = project(fitAxes(points, n, d), points, n);
    const apart = (of: Float32Array, i: number, j: number) =>
      Math.hypot(...[0, 1, 2].map((k) => (of[i * 3 + k] ?? 0) - (of[j * 3 + k] ?? 0)));
    for (let i = 1; i < n; i++) expect(apart(places, 0, i)).toBeCloseTo(apart(points, 0, i), 3);
  });
});
