import { describe, expect, it } from 'vitest';
import { countsOf, documentsOf, LIMITS, refuseDocuments } from './documents';

describe('documentsOf', () => {
  it('takes one document a line, whatever ends it, without air around and without empty ones', () => {
    expect(documentsOf(' anna\r\nben \n\n\tcara\u2028 dan  e \r')).toEqual([
      'anna',
      'ben',
      'cara',
      'dan e',
    ]);
  });
  it('writes a letter with its sign as one character', () => {
    expect(countsOf(documentsOf('e\u0301\n\u00e9')).chars).toEqual(['é']);
  });
});

describe('countsOf', () => {
  it('counts characters, not halves of them', () => {
    expect(countsOf(['a😀', 'ba'])).toMatchObject({
      charCount: 4,
      chars: ['a', 'b', '😀'],
      longest: 2,
    });
  });
});

describe('refuseDocuments', () => {
  const judge = (documents: string[]) => refuseDocuments(countsOf(documents));
  it('wants two lines', () => {
    expect(judge([])).toMatch(/there is none yet/);
    expect(judge(['anna'])).toMatch(/there is one/);
    expect(judge(['anna', 'ben'])).toBeNull();
  });
  it('says both numbers of what is too much', () => {
    const many = Array.from({ length: LIMITS.documents[1] + 1 }, () => 'a');
    expect(judge(many)).toBe('50,001 lines are too many: 50,000 at most.');
    const signs = Array.from({ length: LIMITS.chars + 1 }, (_, i) =>
      String.fromCodePoint(0x4e00 + i),
    );
    expect(judge([signs.join(''), 'a'])).toMatch(/^258 different characters are too many: 256/);
    expect(judge(['a'.repeat(LIMITS.charCount), 'b'])).toMatch(/^2,000,001 characters/);
  });
});
