/** A line of the person's, to lay beside what the machine writes: from where, how much, and which way it reads. Pure. */
import { isUnspaced } from '@/contexts/textCounts';

/** Of a whole line, by its first letter: a label or a box around it must not decide. */
export const directionOf = (text: string): 'ltr' | 'rtl' =>
  /^[\P{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(
    text,
  )
    ? 'rtl'
    : 'ltr';

const SHOWN_CHARACTERS = 64;
/** What goes on for longer is no word. */
const LONGEST_WORD = 32;
/** The marks of scripts without spaces need none after them. */
const SENTENCE_END = /[.!?…؟।]\s+|[。！？]\s*|\n+/g;
/** What a line does not begin with: the marks that end what stood before it. */
const ENDED_BEFORE = /^[\s.,;:!?…)\]}»”。，、！？؟،؛।]+/u;

/** Where the word begins that goes through `at`; where no spaces part words, `at` itself. */
function wordBegin(text: string, at: number): number {
  if (!/^[\p{L}\p{N}\p{M}]/u.test(text.slice(at)) || isUnspaced(text)) return at;
  const before = text.slice(Math.max(0, at - LONGEST_WORD), at).match(/[\p{L}\p{N}\p{M}'’]*$/u);
  return at - (before?.[0].length ?? 0);
}

/**
 * The text attention is watched on, and what follows it where the whole is at hand: of a short text the machine sees a
 * few characters only. Where it is the very end, a sign-off maybe, from the last sentence that has enough behind it.
 */
export function yourLine(text: string, probe: string): string {
  const found = probe ? text.indexOf(probe) : -1;
  if (found < 0) return probe;
  const latest = text.trimEnd().length - SHOWN_CHARACTERS;
  const begins = [
    0,
    ...Array.from(text.matchAll(SENTENCE_END), (end) => end.index + end[0].length),
  ];
  const start =
    found <= latest ? wordBegin(text, found) : (begins.findLast((at) => at <= latest) ?? 0);
  const line = text.slice(start, start + SHOWN_CHARACTERS).trimEnd();
  const begun = line.replace(ENDED_BEFORE, '');
  return start + line.length < text.trimEnd().length ? `${begun}…` : begun;
}
