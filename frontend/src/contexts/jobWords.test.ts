// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { jobWords, separatorsOf } from './jobWords';

describe('separatorsOf', () => {
  it.each([
    ['Emma\nAda\n', 'line ends'],
    ['kmt kmt kmt', 'spaces'],
    ['kmt kmt\ngyl', 'spaces and line ends'],
    ['To be, or not\nto be', 'spaces and punctuation'],
    ['猫。犬。', 'punctuation'],
    ['नमस्ते', 'spaces and punctuation'],
  ])('names what stands between the words of %j', (text, named) => {
    expect(separatorsOf(text)).toBe(named);
  });
});

it('says of separators what the text has, and of every other job always the same', () => {
  expect(jobWords('separators', 'Emma\nAda').does).toBe('looks at line ends');
  expect(jobWords('separators', 'Emma\nAda').explains).toMatch(/line ends: where lines end/);
  expect(jobWords('induction', 'a')).toEqual(jobWords('induction', 'b, c'));
});
