// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { keyStep, nextStop, parseStep, previousStop } from './steps';

const STOPS = [0, 1, 2, 4, 8, 16, 32, 64, 128, 250, 500];

describe('neighbours', () => {
  it('go from stop to stop, and to the nearest from in between', () => {
    expect(nextStop(STOPS, 8)).toBe(16);
    expect(previousStop(STOPS, 8)).toBe(4);
    expect(nextStop(STOPS, 9)).toBe(16);
    expect(previousStop(STOPS, 9)).toBe(8);
  });

  it('end at the ends', () => {
    expect(previousStop(STOPS, 0)).toBeNull();
    expect(nextStop(STOPS, 500)).toBeNull();
    expect(nextStop([], 3)).toBeNull();
  });
});

describe('keyStep', () => {
  it.each([
    ['ArrowRight', 16],
    ['ArrowLeft', 4],
    ['Home', 0],
    ['PageDown', 0],
    ['PageUp', 'newest'],
    ['End', 'newest'],
    ['a', undefined],
  ])('%s from 8', (key, wanted) => expect(keyStep(key, STOPS, 8)).toBe(wanted));

  it('asks for the newest after the last stop', () => {
    expect(keyStep('ArrowRight', STOPS, 500)).toBe('newest');
    expect(keyStep('ArrowLeft', STOPS, 0)).toBe(0);
  });
});

it('reads a typed step', () => {
  expect(parseStep('320', 500)).toBe(320);
  expect(parseStep('1,250', 2000)).toBe(1250);
  expect(parseStep('900', 500)).toBe(500);
  expect(parseStep('soon', 500)).toBeNull();
  expect(parseStep('', 500)).toBeNull();
});
