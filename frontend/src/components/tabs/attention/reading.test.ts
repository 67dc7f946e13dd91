// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { characterCount, endOf, listed, unreadOf } from './reading';

describe('what is read of a text', () => {
  it('keeps whole characters at its end', () => {
    expect(endOf('ab🐈🐕', 2)).toBe('🐈🐕');
    expect(endOf('ab', 2)).toBe('ab');
  });

  it('leaves the beginning unread when the context is full, and counts no unknown character', () => {
    const seen = { tokens: [...'cat'], dropped: ['🐈'] };
    expect(unreadOf('a b🐈 ca🐈t', { ...seen, tokens: [...' cat'] })).toBe('a b');
    expect(unreadOf('c🐈at', seen)).toBe('');
  });

  it('lists a dozen and counts the others', () => {
    expect(listed(['猫', '犬'])).toBe('猫 犬');
    expect(listed([...'abcdefghijklmno'])).toBe('a b c d e f g h i j k l and 3 more');
  });

  it('counts in the singular too', () => {
    expect([0, 1, 1200].map(characterCount)).toEqual([
      '0 characters',
      '1 character',
      '1,200 characters',
    ]);
  });
});
