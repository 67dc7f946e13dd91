/**
 * The list of names as the page carries it: in the order of the alphabet, each without the beginning that it shares with
 * the one before, which takes half the bytes. Its own order is a shuffle that can be done again. Pure.
 */

/** As in datasets/texts.py, which made the list. */
const SHUFFLE_SEED = 21;
/** Stands for a beginning of no letters; the next sign for one letter, and so on. */
const NONE = 'A'.charCodeAt(0);

/** One name a line. null: not a list that was shuffled in that way, or not of small letters alone. */
export function packNames(text: string): string | null {
  const names = text.split('\n').filter(Boolean).toSorted();
  let before = '';
  let packed = '';
  for (const name of names) {
    let shared = 0;
    while (shared < name.length && name[shared] === before[shared]) shared += 1;
    packed += String.fromCharCode(NONE + shared) + name.slice(shared);
    before = name;
  }
  return unpackNames(packed) === text ? packed : null;
}

/** The text that was packed, letter by letter. */
export function unpackNames(packed: string): string {
  let before = '';
  const names = Array.from(packed.matchAll(/([A-Z])([a-z]*)/g), ([, shared = '', rest]) => {
    before = before.slice(0, shared.charCodeAt(0) - NONE) + rest;
    return before;
  });
  const chance = pythonsChance(SHUFFLE_SEED);
  for (let last = names.length - 1; last > 0; last--) {
    const other = Math.floor(chance() * (last + 1));
    [names[last], names[other]] = [names[other] as string, names[last] as string];
  }
  return names.map((name) => `${name}\n`).join('');
}

const SIZE = 624;
const MIDDLE = 397;

/**
 * What `random.Random(seed).random` gives in Python: the Mersenne Twister of Matsumoto and Nishimura (1998), MT19937,
 * seeded by a key of one number, 53 bits at a time. `seed` below 2³².
 */
export function pythonsChance(seed: number): () => number {
  const state = seeded(seed);
  let next = SIZE;
  const twisted = (low: number, high: number) => {
    const both = (low & 0x80000000) | (high & 0x7fffffff);
    return (both >>> 1) ^ (both & 1 ? 0x9908b0df : 0);
  };
  const draw = () => {
    if (next === SIZE) {
      next = 0;
      for (let i = 0; i < SIZE; i++) {
        const mixed = twisted(state[i] as number, state[(i + 1) % SIZE] as number);
        state[i] = (state[(i + MIDDLE) % SIZE] as number) ^ mixed;
      }
    }
    let bits = state[next++] as number;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
  return () => {
    const high = draw() >>> 5;
    return (high * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;
  };
}

function seeded(seed: number): Uint32Array {
  const state = new Uint32Array(SIZE);
  const spread = (i: number, factor: number) => {
    const before = state[i - 1] as number;
    return Math.imul(before ^ (before >>> 30), factor);
  };
  state[0] = 19_650_218;
  for (let i = 1; i < SIZE; i++) state[i] = spread(i, 1_812_433_253) + i;
  let i = 1;
  const step = (change: (i: number) => number) => {
    state[i] = change(i);
    i += 1;
    if (i < SIZE) return;
    state[0] = state[SIZE - 1] as number;
    i = 1;
  };
  for (let k = 0; k < SIZE; k++) step((i) => ((state[i] as number) ^ spread(i, 1_664_525)) + seed);
  for (let k = 1; k < SIZE; k++) step((i) => ((state[i] as number) ^ spread(i, 1_566_083_941)) - i);
  state[0] = 0x80000000;
  return state;
}
