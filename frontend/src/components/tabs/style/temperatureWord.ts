/** What a temperature means, in a word or two. Pure. */

const WORDS: readonly (readonly [number, string])[] = [
  [0.35, 'careful, it repeats itself'],
  [0.45, 'calm'],
  [0.75, 'natural'],
  [1.05, 'lively'],
];

export const temperatureWord = (temperature: number): string =>
  WORDS.find(([below]) => temperature < below)?.[1] ?? 'daring, it invents words';
