// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { isRightToLeft, qualityRuns, qualityShares } from './quality';

describe('qualityRuns', () => {
  it('joins neighbours of one quality and sets newlines apart', () => {
    expect(qualityRuns('ab the\n\nx', '001222110'.slice(0, 9))).toEqual([
      { kind: 0, text: 'ab', start: 0 },
      { kind: 1, text: ' ', start: 2 },
      { kind: 2, text: 'the', start: 3 },
      { kind: 'break', text: '\n\n', start: 6 },
      { kind: 0, text: 'x', start: 8 },
    ]);
  });

  it('counts code points, as the digits do', () => {
    expect(qualityRuns('𝒳y', '02')).toEqual([
      { kind: 0, text: '𝒳', start: 0 },
      { kind: 2, text: 'y', start: 1 },
    ]);
  });

  it('never parts a mark from its letter, and gives both the lower grade', () => {
    expect(qualityRuns('छोटी क', '221211')).toEqual([
      { kind: 2, text: 'छो', start: 0 },
      { kind: 1, text: 'टी क', start: 2 },
    ]);
    expect(qualityRuns('\nो', '12').map(({ kind }) => kind)).toEqual(['break', 2]);
  });

  it('stops at the limit and calls what has no digit noise', () => {
    expect(qualityRuns('abcdef', '22', 4)).toEqual([
      { kind: 2, text: 'ab', start: 0 },
      { kind: 0, text: 'cd', start: 2 },
    ]);
  });
});

describe('qualityShares', () => {
  it('adds up to one without newlines', () => {
    expect(qualityShares('ab\nthe', '010222')).toEqual({ noise: 0.2, plausible: 0.2, word: 0.6 });
  });

  it('has none for a text without characters', () => {
    expect(qualityShares('\n\n', '00')).toBeNull();
    expect(qualityShares('', '')).toBeNull();
  });
});

describe('isRightToLeft', () => {
  it.each([
    ['שלום to all', true],
    ['⏎ 12, مرحبا', true],
    ['to all: שלום', false],
    ['你好', false],
    ['', false],
    ['12 ?', false],
  ])('%s', (text, expected) => {
    expect(isRightToLeft(text)).toBe(expected);
  });
});
