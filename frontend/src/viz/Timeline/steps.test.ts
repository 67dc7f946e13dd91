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

describe('parseStep', () => {
  it.each([
    ['320', 320],
    [' 0 ', 0],
    ['1,250', 1250],
    ['1,000,000', 1_000_000],
  ])('reads %j', (text, step) =>
    expect(parseStep(text, 2_000_000, [step])).toEqual({ step, note: null }),
  );

  it.each(['12.5', '7 5', '-3', 'abc', '1e2', '1,2', '12,50', '1.250', '٣'])(
    'says that %j is no step',
    (text) => {
      const { step, note } = parseStep(text, 1500, []);
      expect(step).toBeNull();
      expect(note).toBe(`“${text}” is no step: type a whole number from 0 to 1,500.`);
    },
  );

  it('goes to the nearest kept step and says so', () => {
    expect(parseStep('237', 500, STOPS)).toEqual({
      step: 250,
      note: '237 was not kept; this is 250.',
    });
    expect(parseStep('1,100', 1500, [0, 1000, 1500]).note).toBe(
      '1,100 was not kept; this is 1,000.',
    );
    // The newest step of a run that goes on may not be kept: it is live.
    expect(parseStep('501', 501, STOPS)).toEqual({ step: 501, note: null });
  });

  it('says when it goes to the newest instead', () => {
    expect(parseStep('900', 500, STOPS)).toEqual({
      step: 500,
      note: 'There is no step 900: 500 is the newest.',
    });
    expect(parseStep('', 500, STOPS).note).toBe('Type a step from 0 to 500.');
  });
});
