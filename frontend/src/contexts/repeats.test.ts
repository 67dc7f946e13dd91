import { expect, it } from 'vitest';
import { shareTwice } from './repeats';

const words = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => `word${from + i}`).join(' ');
const HAN = Array.from({ length: 200 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');

it('finds a mail in its quote, however its lines are broken', () => {
  const quoted = words(100).replaceAll(/(word\d*9) /g, '$1\n> ');
  expect(shareTwice(`${words(100)}\n\nOn Monday you wrote:\n> ${quoted}`, false)).toBeCloseTo(
    200 / 204,
  );
  expect(shareTwice(`${words(100)} ${words(300, 100)} ${words(100)}`, false)).toBeCloseTo(0.4);
});

it('leaves set phrases alone', () => {
  const letters = Array.from({ length: 20 }, (_, i) => `${words(9)} ${words(30, 1000 + 40 * i)}`);
  expect(shareTwice(letters.join('\n\n'), false)).toBe(0);
  expect(shareTwice('', false)).toBe(0);
  expect(shareTwice(words(10), false)).toBe(0);
});

it('looks at characters where no spaces part words', () => {
  expect(shareTwice(`${HAN}。\n${HAN}`, true)).toBeCloseTo(400 / 401);
  expect(shareTwice(HAN, true)).toBe(0);
});
