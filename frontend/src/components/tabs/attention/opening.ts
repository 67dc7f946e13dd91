/** What Ask begins with: a piece of the run's own text, so that every character of it is known. Pure; lengths in code points. */

/** As many columns of the table stand side by side on a laptop. */
const LONGEST = 12;
/** A cut at a word leaves at least this much. */
const LEAST = 4;

/** The second of two equal words in a row, cut in its middle: whoever learned to copy knows how it goes on. */
function repeatOf(line: string): string | null {
  const words = line.split(' ');
  const at = words.findIndex((word, i) => [...word].length >= LEAST && word === words[i + 1]);
  const word = [...(words[at] ?? '')];
  if (word.length === 0) return null;
  return `${word.join('')} ${word.slice(0, Math.floor(word.length / 2)).join('')}`;
}

function cutAtWord(line: string): string {
  const characters = [...line];
  if (characters.length <= LONGEST) return line;
  const start = characters.slice(0, LONGEST);
  const end = characters[LONGEST] === ' ' ? LONGEST : start.lastIndexOf(' ');
  return (end < LEAST ? start : start.slice(0, end)).join('').trimEnd();
}

/** The first line of the probe text that is long enough, up to the end of a word; of a text of repeats, one and a half. */
export function openingOf(probe: string): string {
  const lines = probe.split('\n').map((line) => line.trim());
  const long = lines.find((line) => [...line].length >= LONGEST);
  const line = long ?? lines.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return repeatOf(line) ?? cutAtWord(line);
}
