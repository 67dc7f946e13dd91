// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { APART, seenApart, silhouette } from './apart';

const at = (places: readonly (readonly [number, number, number])[]) =>
  Float32Array.from(places.flat());

describe('silhouette', () => {
  it('is near 1 for two families far apart and below 0 for two that mix', () => {
    const apart = at([
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [99, 0, 0],
      [99, 1, 0],
      [98, 0, 0],
    ]);
    expect(
      silhouette(
        apart,
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        2,
      ),
    ).toBeGreaterThan(0.95);
    expect(
      silhouette(
        apart,
        [
          [0, 1, 3],
          [2, 4, 5],
        ],
        2,
      ),
    ).toBeLessThan(0.1);
  });

  it('agrees with a value worked out by hand', () => {
    // On a line at 0, 2, 4 and 10, 12, 14: near 3, 2, 3, far 12, 10, 8, and the same mirrored.
    const line = at([0, 2, 4, 10, 12, 14].map((x) => [x, 0, 0]));
    const worth = ((12 - 3) / 12 + (10 - 2) / 10 + (8 - 3) / 8) / 3;
    expect(
      silhouette(
        line,
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        2,
      ),
    ).toBeCloseTo(worth, 6);
  });

  it('counts only the directions that are seen', () => {
    const deep = at([
      [0, 0, 0],
      [1, 0, 0],
      [2, 0, 0],
      [0, 0, 50],
      [1, 0, 50],
      [2, 0, 50],
    ]);
    expect(
      silhouette(
        deep,
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        3,
      ),
    ).toBeGreaterThan(APART);
    expect(
      silhouette(
        deep,
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        2,
      ),
    ).toBeLessThan(APART);
  });

  it('says nothing of a family of two, or of points that are all one', () => {
    expect(
      silhouette(
        at([
          [0, 0, 0],
          [9, 9, 9],
          [9, 8, 9],
          [9, 9, 8],
        ]),
        [[0], [1, 2, 3]],
        2,
      ),
    ).toBe(0);
    expect(
      silhouette(
        new Float32Array(18),
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        2,
      ),
    ).toBe(0);
  });
});

describe('seenApart', () => {
  const chars = [...'aeioubcdfgABCDE'];
  const places = (x: (char: string) => number) =>
    at(chars.map((char, i) => [x(char), (i % 5) * 0.1, 0]));

  it('speaks of vowels only where they are apart', () => {
    expect(
      seenApart(
        chars,
        places((c) => ('aeiou'.includes(c) ? 0 : 5)),
        2,
      ),
    ).toContain('vowel');
    expect(
      seenApart(
        chars,
        places((c) => (/[A-Z]/.test(c) ? 0 : 5)),
        2,
      ),
    ).toContain('capital');
    expect(
      seenApart(
        chars,
        places(() => 1),
        2,
      ),
    ).toBe('No family has parted from the others at this step.');
  });
});
