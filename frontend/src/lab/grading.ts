/** How good is a made-up name? Measured against the list it was learned from. Pure. */
import type { Grade } from './protocol';

/** Stands before and after a name, so that how one begins and ends counts too. */
const EDGE = '\n';

export class Grader {
  readonly #known: ReadonlySet<string>;
  readonly #triples = new Set<string>();

  constructor(documents: readonly string[]) {
    this.#known = new Set(documents);
    for (const document of this.#known)
      for (const triple of triplesOf(document)) this.#triples.add(triple);
  }

  grade(text: string): Grade {
    if (this.#known.has(text)) return 'real';
    const triples = triplesOf(text);
    return triples.length > 0 && triples.every((triple) => this.#triples.has(triple))
      ? 'plausible'
      : 'noise';
  }
}

function triplesOf(text: string): string[] {
  if (text === '') return [];
  const chars = [EDGE, ...text, EDGE];
  return chars.slice(2).map((last, i) => `${chars[i]}${chars[i + 1]}${last}`);
}
