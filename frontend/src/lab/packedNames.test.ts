// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packNames, pythonsChance, unpackNames } from './packedNames';

const ZERO = [0.8444218515250481, 0.7579544029403025, 0.7786177341461099];
const TWENTY_ONE = [0.16494947983319797, 0.6897669242175674, 0.2508305390966692];
const MOST = [0.6353574441341173, 0.20319993954407756, 0.07225528634652212];

const list = readFileSync(new URL('../../../datasets/names.txt', import.meta.url), 'utf8');

it('gives the list back, letter by letter and in its order', () => {
  const packed = packNames(list);
  expect(packed?.length).toBeLessThan(0.5 * list.length);
  expect(unpackNames(packed ?? '')).toBe(list);
});

it('does not pack what it could not give back', () => {
  const names = list.split('\n');
  expect(packNames(names.toSorted().join('\n'))).toBeNull();
  expect(packNames(list.replace('sarita', 'Sarita'))).toBeNull();
  expect(packNames(list.replace('sarita', 'zoé'))).toBeNull();
  expect(packNames('')).toBe('');
});

it('draws the numbers that Python draws', () => {
  // random.Random(seed).random(), the first two and the 1,003rd.
  const drawn = (seed: number) => {
    const chance = pythonsChance(seed);
    const all = Array.from({ length: 1003 }, chance);
    return [all[0], all[1], all[1002]];
  };
  expect(drawn(0)).toEqual(ZERO);
  expect(drawn(21)).toEqual(TWENTY_ONE);
  expect(drawn(2 ** 32 - 1)).toEqual(MOST);
});
