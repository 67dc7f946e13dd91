// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { calm, composeField, driftedAt, WORD_LEASH } from './field';

describe.each([
  [1280, 800],
  [360, 740],
  [1920, 1080],
])('the field at %d × %d', (width, height) => {
  const field = composeField(width, height);

  it('composes the same picture every time', () => {
    expect(composeField(width, height)).toEqual(field);
  });

  it('has words, all of them inside the page and outside the calm centre', () => {
    expect(field.words.length).toBeGreaterThanOrEqual(3);
    for (const word of field.words) {
      expect(word.x).toBeGreaterThan(0);
      expect(word.x + word.width).toBeLessThan(width);
      expect(calm(word.x + word.width / 2, word.y, width, height)).toBeGreaterThan(0.9);
    }
  });

  it('tells noise first and words last', () => {
    const letters = field.particles.filter(({ letter }) => letter !== '');
    const points = field.particles.filter(({ letter }) => letter === '');
    const mean = (items: { learned: number }[]) =>
      items.reduce((sum, { learned }) => sum + learned, 0) / items.length;
    expect(mean(letters)).toBeLessThan(mean(points));
    expect(mean(field.words)).toBeGreaterThan(mean(points));
  });

  it('draws nothing on a word, wherever the drift takes it', () => {
    for (const frames of [0, 200, 900]) {
      for (const particle of field.particles) {
        const { x, y } = driftedAt(particle, frames);
        for (const word of field.words) {
          const at = driftedAt(word, frames, WORD_LEASH);
          const on = x > at.x && x < at.x + word.width && Math.abs(y - at.y) < 8;
          expect(on, `${particle.x},${particle.y} on ${word.text}`).toBe(false);
        }
      }
    }
  });
});

describe('drift', () => {
  const home = { x: 100, y: 100, vx: 0.3, vy: 0.4 };

  it('moves half a pixel a frame', () => {
    const from = driftedAt(home, 50);
    const to = driftedAt(home, 51);
    expect(Math.hypot(to.x - from.x, to.y - from.y)).toBeCloseTo(0.5, 3);
  });

  it('starts at home in its own direction and never leaves the neighbourhood', () => {
    expect(driftedAt(home, 0)).toEqual({ x: 100, y: 100 });
    const first = driftedAt(home, 0.01);
    expect((first.x - 100) / (first.y - 100)).toBeCloseTo(0.75, 2);
    for (let frames = 0; frames < 5000; frames += 7) {
      const { x, y } = driftedAt(home, frames);
      expect(Math.hypot(x - 100, y - 100)).toBeLessThanOrEqual(24.001);
    }
  });
});
