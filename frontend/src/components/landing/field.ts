/**
 * The landing page's field of particles: drifting letters on the left, linked points in the middle, words on the right.
 * Pure: places and movement, no drawing. Everything is seeded, so every visit composes the same picture.
 */

export interface Particle {
  x: number;
  y: number;
  /** Drift in px a frame (of 1/60 s). */
  vx: number;
  vy: number;
  /** 0 noise … 1 learned; decides colour, brightness and how far links reach. */
  learned: number;
  /** What is drawn: a letter, or nothing for a point. */
  letter: string;
  angle: number;
  size: number;
}

export interface Word {
  text: string;
  x: number;
  y: number;
  vx: number;
  vy: number;
  learned: number;
  /** Width in px at the word's type size. */
  width: number;
}

export interface Field {
  width: number;
  height: number;
  particles: Particle[];
  words: Word[];
  /** Indices of particles near enough to be linked at some time. */
  pairs: [number, number][];
}

export const WORD_SIZE = 23;
/** JetBrains Mono: every character is 0.6 em wide. */
const CHARACTER_EM = 0.6;
const DRIFT = 0.5;
/** Radius of the loop a particle drifts on, px: the story from left to right must stay where it is. */
const LEASH = 12;
/** Words hardly move, so that nothing runs into them. */
export const WORD_LEASH = 5;
const NOISE = 'xqZ;jK?vFw!gP:zYbQ,JkV-mX';
const WORDS = ['the', 'sweet', 'and', 'king', 'love', 'night', 'my', 'lord', 'be', 'heart'];
const AREA_PER_PARTICLE = 3100;
const MOST_PARTICLES = 420;
const WIDE = 760;

/** Small seeded generator (mulberry32): numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function smoothstep(t: number): number {
  const u = Math.min(1, Math.max(0, t));
  return u * u * (3 - 2 * u);
}

/** 0 in the calm centre where the title stands, 1 outside it. */
export function calm(x: number, y: number, width: number, height: number): number {
  const dx = (x - width / 2) / Math.max(0.367 * width, 190);
  const dy = (y - height * 0.49) / Math.max(0.27 * height, 170);
  return smoothstep((Math.hypot(dx, dy) - 0.72) / 0.5);
}

/** How much is learned at a place: from left to right, or from top to bottom on a narrow page. */
function learnedAt(x: number, y: number, width: number, height: number): number {
  return width >= WIDE
    ? (x - 0.094 * width) / (0.78 * width)
    : (y - 0.12 * height) / (0.72 * height);
}

/** True where the last line of the page is written: nothing may stand behind it. */
function underText(x: number, y: number, reach: number, width: number, height: number): boolean {
  const half = Math.min(width / 2, 270) + LEASH;
  const tall = width >= WIDE ? 72 : 96;
  return y > height - tall && y < height - 8 && Math.abs(x - width / 2) < half + reach;
}

function placeWords(width: number, height: number, random: () => number): Word[] {
  const wide = width >= WIDE;
  const words: Word[] = [];
  for (const text of WORDS) {
    const size = text.length * WORD_SIZE * CHARACTER_EM;
    for (let attempt = 0; attempt < 150; attempt++) {
      const x = wide
        ? width * (0.62 + 0.36 * random()) - size / 2
        : random() * (width - size - 24) + 12;
      const y = wide ? height * (0.06 + 0.88 * random()) : height * (0.72 + 0.24 * random());
      const inside = x > 8 && x + size < width - 8;
      const middle = calm(x + size / 2, y, width, height);
      const alone = words.every(
        (other) =>
          Math.abs(other.y - y) > 84 || other.x > x + size + 72 || x > other.x + other.width + 72,
      );
      if (!inside || middle < 0.95 || !alone || underText(x + size / 2, y, size / 2, width, height))
        continue;
      const learned = smoothstep(learnedAt(x + size / 2, y, width, height));
      const angle = random() * 2 * Math.PI;
      words.push({
        text,
        x,
        y,
        learned,
        width: size,
        vx: (Math.cos(angle) * DRIFT) / 4,
        vy: (Math.sin(angle) * DRIFT) / 4,
      });
      break;
    }
  }
  return words;
}

/** How far a link reaches, px, when the less learned of its ends has learned `u`. */
export function reachOf(u: number): number {
  return 36 + 56 * u;
}

function nearPairs(particles: readonly Particle[]): [number, number][] {
  const pairs: [number, number][] = [];
  particles.forEach((a, i) => {
    for (let j = i + 1; j < particles.length; j++) {
      const b = particles[j];
      if (!b) break;
      // Each end drifts up to the width of its loop.
      const reach = reachOf(Math.min(a.learned, b.learned)) + 4 * LEASH;
      if (Math.hypot(a.x - b.x, a.y - b.y) < reach) pairs.push([i, j]);
    }
  });
  return pairs;
}

/** A field for a page of `width` × `height` px. */
export function composeField(width: number, height: number, seed = 41): Field {
  const random = seeded(seed);
  const words = placeWords(width, height, random);
  const wanted = Math.min(MOST_PARTICLES, Math.round((width * height) / AREA_PER_PARTICLE));
  const particles: Particle[] = [];
  for (let attempt = 0; attempt < wanted * 8 && particles.length < wanted; attempt++) {
    const x = random() * width;
    const y = random() * height;
    const crowded = particles.some((other) => Math.hypot(other.x - x, other.y - y) < 27);
    const onWord = words.some(
      (word) => x > word.x - 38 && x < word.x + word.width + 38 && Math.abs(y - word.y) < 40,
    );
    if (crowded || onWord || underText(x, y, 0, width, height)) continue;
    const along = learnedAt(x, y, width, height);
    const learned = smoothstep(along + (random() - 0.5) * 0.2);
    const kind = random();
    const angle = random() * 2 * Math.PI;
    particles.push({
      x,
      y,
      learned,
      vx: Math.cos(angle) * DRIFT * (0.4 + 0.6 * random()),
      vy: Math.sin(angle) * DRIFT * (0.4 + 0.6 * random()),
      letter:
        kind < 0.62 - learned * 0.52 ? (NOISE[Math.floor(random() * NOISE.length)] ?? '') : '',
      angle: (random() - 0.5) * 1.1 * (1 - learned),
      size: 13 + kind * 10,
    });
  }
  return { width, height, particles, words, pairs: nearPairs(particles) };
}

/** Places after `frames` frames of drift: each wanders around its home, so nothing ever leaves the picture. */
export function driftedAt(
  home: { x: number; y: number; vx: number; vy: number },
  frames: number,
  leash = LEASH,
): { x: number; y: number } {
  const speed = Math.hypot(home.vx, home.vy);
  if (speed === 0) return { x: home.x, y: home.y };
  // A slow loop of radius leash whose speed along the path is the drift.
  const turn = (speed * frames) / leash;
  const phase = Math.atan2(home.vy, home.vx);
  return {
    x: home.x + leash * (Math.sin(phase + turn) - Math.sin(phase)),
    y: home.y + leash * (Math.cos(phase) - Math.cos(phase + turn)),
  };
}
