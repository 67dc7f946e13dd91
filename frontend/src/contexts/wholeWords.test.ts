import { expect, it } from 'vitest';
import { wholeWords } from './wholeWords';

const made = (text: string) => {
  const numbers = Array.from(text, (_, i) => i / 1000);
  return {
    ...{ text, prompt: '', step: 1, dropped: [], perplexity: 2, token_probs: numbers },
    ...{ certainty: numbers, quality: '1'.repeat(numbers.length) },
  };
};

it.each([
  ['the last word', 'I went to the wind', 'I went to the'],
  ['the last of many lines', 'We go on\nand on\nbefo', 'We go on\nand on'],
  [
    'a sentence that is near the end',
    'We all went home to the old sea. And th',
    'We all went home to the old sea.',
  ],
  [
    'a word, where the sentence is far',
    'I went. And then we came back ho',
    'I went. And then we came back',
  ],
  ['nothing after a mark', 'I went home, and so,', 'I went home, and so,'],
  ['nothing of one word alone', ' llo', ' llo'],
  ['nothing where no spaces part words', '我今天早上去河边散步 看见', '我今天早上去河边散步 看见'],
  ['letters outside the first plane', '𝐀𝐁 𝐂', '𝐀𝐁'],
  ['nothing of nothing', '', ''],
])('cuts %s', (_name, text, expected) => {
  const whole = wholeWords(made(text));
  expect(whole.text).toBe(expected);
  const count = [...expected].length;
  expect(whole.token_probs).toEqual(made(text).token_probs.slice(0, count));
  expect([whole.certainty.length, whole.quality.length]).toEqual([count, count]);
});
