/** How a single character is shown and said. Pure. */

/** Stand for the beginning of a text and for its end, which are no characters. */
export const START_MARK = '▸';
export const END_MARK = '■';

const SHOWN: Record<string, string> = { ' ': '␣', '\n': '⏎', '\t': '⇥', '\u00a0': '␣' };
const SAID: Record<string, string> = {
  ' ': 'space',
  '\n': 'new line',
  '\t': 'tab',
  '\u00a0': 'space',
  ',': 'comma',
  '.': 'full stop',
  [START_MARK]: 'the start',
  [END_MARK]: 'the end',
  "'": 'apostrophe',
};

/** What stands for a character where nothing would be seen. */
export const glyph = (char: string): string => SHOWN[char] ?? char;

/** A character as a screen reader can say it. */
export const spoken = (char: string): string => SAID[char] ?? char;

/** A weight or score in two figures after the point. */
export const figure = (value: number): string =>
  (Number.isFinite(value) ? Math.max(0, value) : 0).toFixed(2);
