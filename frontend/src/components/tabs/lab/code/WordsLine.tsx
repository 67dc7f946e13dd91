/** A sentence about a stop: our words in one typeface, what the model reads and writes in the other. */
import { glyph } from '@/viz/glyph';
import type { Words } from './walk/words';

export function WordsLine({ words }: { words: Words }) {
  return (
    <p className="stop-words">
      {words.map((part, i) =>
        typeof part === 'string' ? (
          part
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence come and go with it
          <span key={i} className={`voice-${part[0]}`}>
            {glyph(part[1])}
          </span>
        ),
      )}
    </p>
  );
}
