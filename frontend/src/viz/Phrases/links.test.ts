import { expect, it } from 'vitest';
import { phrasesOf, placesOf, placeWithin, reasonOf, ribbonPath, runOf, times } from './links';

const match = (original: [number, number], generated: [number, number], text = 'let me know') => ({
  ...{ original, generated, text },
  count: 3,
});

it('one phrase of the original may have several ribbons', () => {
  const phrases = phrasesOf([
    match([5, 16], [40, 51]),
    match([30, 36], [0, 6], 'thanks'),
    match([5, 16], [12, 23]),
  ]);
  expect(phrases.map(({ id, text }) => [id, text])).toEqual([
    [0, 'let me know'],
    [1, 'thanks'],
  ]);
  expect(phrases[0]?.generated).toEqual([
    [12, 23],
    [40, 51],
  ]);
});

it('leaves both texts level and is an S between them', () => {
  expect(ribbonPath(0, 10, 100, 50)).toBe('M0,10C50,10 50,50 100,50');
});

it('ends at the edge behind which a phrase lies', () => {
  expect(placeWithin(100, 0, 300)).toEqual({ y: 100, seen: true });
  expect(placeWithin(-40, 0, 300)).toEqual({ y: 12, seen: false });
  expect(placeWithin(900, 0, 300)).toEqual({ y: 288, seen: false });
  // Less room than its two insets.
  expect(placeWithin(5, 0, 10)).toEqual({ y: 12, seen: false });
});

it('tells why a phrase is marked', () => {
  expect(reasonOf({ text: 'let me know if', count: 3 })).toBe(
    '4 words, 14 characters, three times in your text',
  );
  expect(reasonOf({ text: '明日の朝食', count: 1 })).toBe('5 characters, once in your text');
  expect(times(1234)).toBe('1,234 times');
});

it('finds every place of a phrase as whole words, in code points', () => {
  expect(placesOf('a+b.', '𠀀 a+b. xa+b. a+b.')).toEqual([
    { start: 2, end: 6 },
    { start: 13, end: 17 },
  ]);
});

it('finds the longest run in both texts by code points, without the blanks at its ends', () => {
  const run = runOf('me know if ', '𠀀 let me know if you', 'so tell me know if it', []);
  expect(run).toMatchObject({ id: 0, original: [6, 16], generated: [[8, 18]], run: 11 });
  expect(run && reasonOf(run)).toBe('the longest run, 11 characters, letter by letter');
});

it('takes a phrase that is just the longest run for it, and none that a text does not show', () => {
  const phrases = phrasesOf([match([4, 15], [2, 13])]);
  expect(runOf('let me know', 'and let me know', 'x let me know', phrases)).toBe(phrases[0]);
  expect(runOf('let me know', 'elsewhere', 'x let me know', phrases)).toBeNull();
  expect(runOf('', 'a', 'a', [])).toBeNull();
});
