/** Writing that stopped because it was long enough, without the piece of a word or of a sentence at its end. Pure. */
import type { Generated } from '@/api/generated';
import { isUnspaced } from './textCounts';

/** What ends on one of these may be the beginning of a longer word. */
const INSIDE_WORD = /[\p{L}\p{N}\p{M}'’-]$/u;
const SENTENCE_END = /[.!?…؟।]["'”’»)\]]*(?=\s)/gu;
/** A sentence is worth no more than such a share of the text. */
const MOST_CUT = 0.2;

/** Where `text` is to be cut, in UTF-16 units. */
function cutAt(text: string): number {
  if (!INSIDE_WORD.test(text) || isUnspaced(text)) return text.length;
  const sentence = Array.from(text.matchAll(SENTENCE_END), (end) => end.index + end[0].length);
  const last = sentence.at(-1) ?? 0;
  if (last >= (1 - MOST_CUT) * text.length) return last;
  const word = text.search(/\s+\S*$/u);
  // The whole of it may be the end of the word that a beginning began.
  return text.slice(0, word).trim() === '' ? text.length : word;
}

/** The same writing up to its last whole sentence near the end, or its last whole word; numbers of what goes go too. */
export function wholeWords<Writing extends Generated>(made: Writing): Writing {
  const text = made.text.slice(0, cutAt(made.text));
  const kept = [...text].length;
  return {
    ...made,
    text,
    token_probs: made.token_probs.slice(0, kept),
    certainty: made.certainty.slice(0, kept),
    quality: made.quality.slice(0, kept),
  };
}
