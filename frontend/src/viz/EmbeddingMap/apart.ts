/**
 * How far two families of characters lie apart on the map: the mean silhouette (Rousseeuw, 1987, doi 10.1016/0377-0427(87)90125-7), -1 to
 * 1, with both families counted alike. And the sentence that is true of what is seen. Pure.
 */
import { type Kind, kindOf } from './kinds';

/** From here on two families are two; a value of 0.25 and less is usually read as no structure. */
export const APART = 0.25;
/** Of fewer characters nothing can be said. */
const LEAST = 3;

/** Mean distance from a point to a family, itself left out; NaN when nobody else is in it. */
function meanDistance(
  positions: Float32Array,
  i: number,
  family: readonly number[],
  axes: number,
): number {
  let sum = 0;
  let count = 0;
  for (const j of family) {
    if (j === i) continue;
    let square = 0;
    for (let axis = 0; axis < axes; axis++) {
      square += ((positions[i * 3 + axis] ?? 0) - (positions[j * 3 + axis] ?? 0)) ** 2;
    }
    sum += Math.sqrt(square);
    count++;
  }
  return sum / count;
}

/** `positions` n × 3, of which the first `axes` are seen; families are indices. 0 when either is too small. */
export function silhouette(
  positions: Float32Array,
  families: readonly [readonly number[], readonly number[]],
  axes: 2 | 3,
): number {
  if (families.some((family) => family.length < LEAST)) return 0;
  const means = families.map((own, k) => {
    const other = families[1 - k] ?? [];
    const each = own.map((i) => {
      const [near, far] = [
        meanDistance(positions, i, own, axes),
        meanDistance(positions, i, other, axes),
      ];
      const most = Math.max(near, far);
      return most > 0 ? (far - near) / most : 0;
    });
    return each.reduce((sum, value) => sum + value, 0) / each.length;
  });
  return ((means[0] ?? 0) + (means[1] ?? 0)) / 2;
}

interface Question {
  families: readonly [readonly Kind[], readonly Kind[]];
  says: string;
}

const SMALL: readonly Kind[] = ['vowel', 'consonant', 'letter'];
const LETTERS: readonly Kind[] = [...SMALL, 'capital', 'mark'];
/** What people look for first comes first. */
const QUESTIONS: readonly Question[] = [
  {
    families: [['vowel'], ['consonant']],
    says: 'Vowels have parted from consonants. Nobody told it what a vowel is.',
  },
  {
    families: [['capital'], SMALL],
    says: 'Capitals have parted from small letters. Nobody told it what a capital is.',
  },
  {
    families: [['mark'], ['letter']],
    says: 'Signs have parted from the letters they stand on. Nobody told it which is which.',
  },
  {
    families: [['punctuation', 'whitespace'], LETTERS],
    says: 'Punctuation and spaces have parted from letters. Nobody told it what a word is.',
  },
  {
    families: [['digit'], LETTERS],
    says: 'Digits have parted from letters. Nobody told it what a number is.',
  },
];

/** What is to be seen of `positions` (n × 3) along `axes` directions. */
export function seenApart(chars: readonly string[], positions: Float32Array, axes: 2 | 3): string {
  const kinds = chars.map(kindOf);
  const family = (wanted: readonly Kind[]) =>
    kinds.flatMap((kind, i) => (wanted.includes(kind) ? [i] : []));
  const found = QUESTIONS.find(
    ({ families: [a, b] }) => silhouette(positions, [family(a), family(b)], axes) > APART,
  );
  return found?.says ?? 'No family has parted from the others at this step.';
}
