import { describe, expect, it } from 'vitest';
import { cleanText } from './cleanText';
import { countText, countWords, cutBy, isUnspaced, obstacle, truncated } from './textCounts';

const HAN = Array.from({ length: 600 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');

describe('counted as the server counts', () => {
  // Measured with backend.data.cleaning and backend.data.limits.
  it.each([
    ['emoji, line ends, zero width', 'Hello 😀 world\r\nnew\u200bline', 20, 3, 11, 2],
    ['Japanese', '日本語のテキストです。漢字 and English, 3 words', 34, 16, 28, 0],
    ['Thai', 'สวัสดีครับ ทุกคน', 16, 5, 13, 0],
    ['a joiner that Hindi spells with', 'नमस्ते दुनिया क\u200dष', 17, 3, 15, 0],
    ['Arabic and a direction mark', 'مرحبا بالعالم \u200f!', 15, 3, 9, 1],
    [
      'accents, a family, signs that stay',
      'e\u0301cole ☀️ ✓ ❤️ 👩‍👩‍👧 © ™ → a\u0301\u0301',
      18,
      5,
      11,
      10,
    ],
    ['more than 512 different ones', HAN + '一'.repeat(3), 515, 515, 512, 88],
    ['control characters and half a pair', 'x\x00\x07\ufeff\ud800y\ue000', 2, 1, 2, 5],
    ['accents and blank lines', 'cafe\u0301  two   spaces\n\n\nthree', 26, 4, 14, 0],
    ['emoji and the blanks between them', '😀 😀\n😀 ', 0, 0, 0, 3],
    ['nothing', '', 0, 0, 0, 0],
  ])('%s', (_name, text, characters, words, distinct, filtered) => {
    expect(countText(text)).toMatchObject({ characters, words, distinct, filtered });
  });

  it('cleans what is clean no further', () => {
    for (const text of ['Hello 😀 world\r\n', 'क\u200dष \u200d', HAN, 'a\u0301'.repeat(40)]) {
      const once = cleanText(text).text;
      expect(cleanText(once)).toEqual({ text: once, filtered: 0, leftOut: 0 });
    }
  });
});

it.each([
  ['a family', 'a 👩‍👩‍👧 b', 1, 5],
  ['two flags', '🇩🇪🇫🇷', 2, 4],
  ['a thumb with a colour', '👍🏽 and 👍', 2, 3],
  ['a number in a box, whose number stays', '1️⃣', 1, 2],
  ['a heart as a picture', '❤️', 1, 2],
  ['no emoji', 'क‍ष é', 0, 0],
])('counts what is left out as people do: %s', (_name, text, leftOut, filtered) => {
  expect(countText(text)).toMatchObject({ leftOut, filtered });
});

it.each([
  ['日本語のテキストです。', true],
  ['สวัสดีครับ ทุกคน', true],
  ['A letter that names 北京 once', false],
  ['नमस्ते दुनिया', false],
  ['1, 2, 3!', false],
  ['', false],
])('knows whether spaces part the words of %j', (text, unspaced) => {
  expect(isUnspaced(text)).toBe(unspaced);
});

describe('obstacle', () => {
  const of = (words: number, characters = 6 * words) =>
    obstacle({
      ...{ words, characters, distinct: 30, filtered: 0, leftOut: 0, differentWords: null },
      twice: 0,
    });
  it('names what is missing or too much', () => {
    expect(of(0)).toMatch(/at least 50 words/);
    expect(of(49)).toBe('1 more word is needed: 50 at least');
    expect(of(12)).toBe('38 more words are needed: 50 at least');
    expect(of(50)).toBeNull();
    expect(of(8000, 50_000)).toBeNull();
    expect(of(10_001, 40_000)).toBe('10,001 words are too many: 10,000 at most');
    expect(of(10_001, 60_000)).toBe(
      '10,001 words and 60,000 characters are too many: 10,000 words and 50,000 characters at most',
    );
    expect(of(9000, 50_001)).toBe('50,001 characters are too many: 50,000 at most');
  });
});

it('names the limit that is come to first', () => {
  expect(cutBy('ab '.repeat(20), 10, 50)).toBe('words');
  expect(cutBy('abcdefgh '.repeat(20), 10, 50)).toBe('characters');
  expect(cutBy('字'.repeat(20), 10, 15)).toBe('words');
});

describe('truncated', () => {
  it('leaves alone what fits', () => {
    expect(truncated('one two three', 3, 50)).toBe('one two three');
  });
  it('ends with a whole word at either limit', () => {
    expect(truncated('one two three four', 2, 100)).toBe('one two');
    expect(truncated('one two three four', 100, 10)).toBe('one two');
    expect(truncated('one two three four', 100, 7)).toBe('one two');
  });
  it('cuts what has no spaces by characters, and never through one', () => {
    expect(truncated('𠀀𠀁𠀂𠀃𠀄', 3, 100)).toBe('𠀀𠀁𠀂');
    expect(truncated('𠀀𠀁𠀂𠀃𠀄', 100, 2)).toBe('𠀀𠀁');
  });
  it('keeps a text of 20,000 words within both limits', () => {
    const cut = truncated('word '.repeat(20_000));
    expect(countWords(cut)).toBe(10_000);
    const long = truncated('incomprehensibility '.repeat(4000));
    expect(long.length).toBeLessThanOrEqual(50_000);
    expect(long.endsWith('incomprehensibility')).toBe(true);
  });
});
