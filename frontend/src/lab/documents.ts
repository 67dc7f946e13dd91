/** From a text to documents, one a line: what a person pasted, counted and judged. Pure. */

export interface DocumentCounts {
  documents: readonly string[];
  /** Characters of all documents together. */
  charCount: number;
  /** Different characters, in their order. */
  chars: readonly string[];
  /** Characters of the longest document. */
  longest: number;
}

/** What the lab takes; a list of names is far from it. */
export const LIMITS = { documents: [2, 50_000], charCount: 2_000_000, chars: 256 } as const;

/** One document a line: trimmed, spaces within it single, empty lines left out. */
export function documentsOf(text: string): string[] {
  return text
    .normalize('NFC')
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => line.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .filter((line) => line !== '');
}

export function countsOf(documents: readonly string[]): DocumentCounts {
  const chars = new Set<string>();
  let charCount = 0;
  let longest = 0;
  for (const document of documents) {
    let length = 0;
    for (const char of document) {
      chars.add(char);
      length += 1;
    }
    charCount += length;
    longest = Math.max(longest, length);
  }
  const order = (a: string, b: string) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
  return { documents, charCount, chars: [...chars].sort(order), longest };
}

const figure = (value: number) => value.toLocaleString('en');

/** Why these documents cannot be learned, and what to do; null when they can. */
export function refuseDocuments({ documents, charCount, chars }: DocumentCounts): string | null {
  const [least, most] = LIMITS.documents;
  if (documents.length < least) {
    const found = documents.length === 0 ? 'there is none yet' : 'there is one';
    return `At least ${least} lines are needed, ${found}. Put each name or sentence on a line of its own.`;
  }
  if (documents.length > most) {
    return `${figure(documents.length)} lines are too many: ${figure(most)} at most.`;
  }
  if (charCount > LIMITS.charCount) {
    return `${figure(charCount)} characters are too many: ${figure(LIMITS.charCount)} at most.`;
  }
  if (chars.length > LIMITS.chars) {
    return `${chars.length} different characters are too many: ${LIMITS.chars} at most.`;
  }
  return null;
}
