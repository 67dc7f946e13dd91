// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { approach, breath, easeOut, landing } from './motion';

describe('motion', () => {
  it('approaches alike at any frame rate', () => {
    let many = 0;
    for (let i = 0; i < 10; i++) many = approach(many, 1, 10, 110);
    expect(many).toBeCloseTo(approach(0, 1, 100, 110), 10);
    expect(approach(0, 1, 1e6, 110)).toBe(1);
  });

  it('eases from 0 to 1 and holds the ends', () => {
    expect([-1, 0, 1, 2].map(easeOut)).toEqual([0, 0, 1, 1]);
    expect(easeOut(0.5)).toBeGreaterThan(0.5);
  });

  it('lands at size 1 over 1.2', () => {
    expect(landing(0)).toBe(1);
    expect(landing(0.5)).toBeCloseTo(1.2);
    expect(landing(1)).toBe(1);
  });

  it('breathes within 0 and 1 in two seconds', () => {
    expect(breath(0)).toBe(0);
    expect(breath(1000)).toBeCloseTo(1);
    expect(breath(2000)).toBeCloseTo(0);
  });
});
