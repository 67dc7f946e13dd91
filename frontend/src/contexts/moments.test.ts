// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { inspection } from '@/test/fakes';
import { guessesAt, MomentCache, toMoment } from './moments';

describe('toMoment', () => {
  it('packs an answer so that everything can be found again', () => {
    const moment = toMoment(inspection('abc', 7));
    expect(moment).toMatchObject({
      step: 7,
      size: 3,
      nLayer: 2,
      nHead: 2,
      tokens: ['a', 'b', 'c'],
    });
    // Step 7: row 2 looks at column 7 % 3 = 1, in the last head as in the first.
    const last = 3 * 9;
    expect([...moment.weights.subarray(last + 6, last + 9)]).toEqual([0, 1, 0]);
    expect(guessesAt(moment.next, 2)).toEqual([
      { char: 'e', prob: 0.5 },
      { char: 't', prob: 0.25 },
    ]);
    expect(moment.layers.map(({ layer }) => layer)).toEqual([-1, 0, 1]);
    expect(moment.embeddings.width).toBe(3);
    expect([...moment.embeddings.vectors.subarray(3, 6)]).toEqual([1, 7, 1]);
    expect(moment.bytes).toBeGreaterThan(4 * 4 * 9);
  });

  it('leaves places without a guess out', () => {
    const top = [{ char: 'a', prob: 1 }];
    const next = [
      { top: [], entropy: 0 },
      { top, entropy: 0 },
    ];
    const moment = toMoment(inspection('ab', 0, { next }));
    expect(guessesAt(moment.next, 0)).toEqual([]);
    expect(guessesAt(moment.next, 1)).toEqual(top);
  });
});

describe('MomentCache', () => {
  const moment = (step: number, bytes = 40) => ({ ...toMoment(inspection('ab', step)), bytes });

  it('lets those go that were not looked at for longest, and never grows over its limit', () => {
    const cache = new MomentCache(100);
    cache.put('ab', moment(1));
    cache.put('ab', moment(2));
    cache.get('ab', 1);
    cache.put('ab', moment(3));
    expect([1, 2, 3].map((step) => cache.has('ab', step))).toEqual([true, false, true]);
    for (let step = 10; step < 50; step++) {
      cache.put('ab', moment(step));
      expect(cache.bytes).toBeLessThanOrEqual(100);
    }
    expect(cache.size).toBe(2);
  });

  it('keeps texts apart, counts a replaced one once, and shows even what is too large', () => {
    const cache = new MomentCache(100);
    cache.put('ab', moment(1));
    cache.put('ab', moment(1));
    expect(cache.bytes).toBe(40);
    expect(cache.get('other', 1)).toBeNull();
    cache.put('ab', moment(9, 500));
    expect(cache.has('ab', 9)).toBe(true);
    cache.clear();
    expect([cache.bytes, cache.size]).toEqual([0, 0]);
  });
});
