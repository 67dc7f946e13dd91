// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { joint } from './joint';

describe('joint', () => {
  it('shows the last twelve characters, however many bytes they take, and that there are more', () => {
    expect(joint('It was a bright cold 𝒟ay', null).before).toBe('…ght cold 𝒟ay');
  });

  it('leaves the marks that it writes first on the letter that was typed last', () => {
    expect(joint('एक छ', { text: 'ोटे', quality: '021' })).toEqual({
      before: 'एक छो',
      after: { text: 'टे', quality: '21' },
    });
  });

  it('never begins with a mark whose letter is out of sight', () => {
    expect(joint('कि abcdefghijk', null).before).toBe('… abcdefghijk');
  });

  it('keeps marks where nothing was typed', () => {
    expect(joint('', { text: 'ोट', quality: '02' }).after).toEqual({ text: 'ोट', quality: '02' });
  });
});
