/** For tests: a small list of names, and a seeded source of others. */
import { Random } from './microgpt.js';

export const NAMES = (
  'ada alan albert alice amelie anna barbara blaise carl charles david dorothy edith emil emmy ' +
  'ernst euclid florence georg grace hedy henri hilbert ida isaac jean johanna john joseph karen ' +
  'kurt leonhard lise louis marie maryam max michael niels noether otto paul pierre ren rosalind ' +
  'sofia sophie srinivasa stephen tycho vera werner wilhelm zeno zoe bartholomea-theodora-eugenia'
).split(' ');

/** Numbers in (−1, 1), always the same. */
export function noise(count: number, seed = 7): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => 2 * random.uniform() - 1);
}
