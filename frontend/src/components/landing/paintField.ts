/** Draws the field on a 2D canvas. Colours are the tokens' own, read once from the page. */
import { calm, driftedAt, type Field, reachOf, WORD_LEASH, WORD_SIZE, type Word } from './field';

type Rgb = [number, number, number];

export interface FieldColours {
  noise: Rgb;
  blue: Rgb;
  cyan: Rgb;
  mono: string;
}

/** Fainter than this nothing is seen, and most of the calm centre need not be drawn. */
const FAINTEST = 0.02;
const WORD_REACH = 84;
const BREATH_S = 4;

function channels(hex: string): Rgb {
  const value = Number.parseInt(hex.trim().slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function readColours(element: Element): FieldColours {
  const style = getComputedStyle(element);
  const token = (name: string) => channels(style.getPropertyValue(name));
  return {
    noise: token('--decor'),
    blue: token('--learned-from'),
    cyan: token('--cyan-text'),
    mono: style.getPropertyValue('--mono'),
  };
}

const mix = (a: Rgb, b: Rgb, t: number): Rgb => [
  Math.round(a[0] + (b[0] - a[0]) * t),
  Math.round(a[1] + (b[1] - a[1]) * t),
  Math.round(a[2] + (b[2] - a[2]) * t),
];
const paint = ([r, g, b]: Rgb, alpha: number) => `rgb(${r} ${g} ${b} / ${alpha})`;
const WHITE: Rgb = [255, 255, 255];

function hueOf({ noise, blue, cyan }: FieldColours, u: number): Rgb {
  return u < 0.5 ? mix(noise, blue, u * 2) : mix(blue, cyan, u * 2 - 1);
}

const GLOW_PX = 64;
const GLOW_LEVELS = 8;
const glows = new Map<number, HTMLCanvasElement>();

/** A soft light, from a picture made once for each of a few hues: a gradient a particle and frame is what costs. */
function glow(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  learned: number,
  alpha: number,
  colours: FieldColours,
): void {
  const level = Math.round(learned * GLOW_LEVELS);
  let picture = glows.get(level);
  if (!picture) {
    picture = document.createElement('canvas');
    picture.width = GLOW_PX;
    picture.height = GLOW_PX;
    const brush = picture.getContext('2d');
    if (!brush) return;
    const half = GLOW_PX / 2;
    const light = brush.createRadialGradient(half, half, 0, half, half, half);
    const colour = hueOf(colours, level / GLOW_LEVELS);
    light.addColorStop(0, paint(colour, 1));
    light.addColorStop(0.4, paint(colour, 0.45));
    light.addColorStop(1, paint(colour, 0));
    brush.fillStyle = light;
    brush.fillRect(0, 0, GLOW_PX, GLOW_PX);
    glows.set(level, picture);
  }
  context.globalAlpha = alpha;
  context.drawImage(picture, x - radius, y - radius, radius * 2, radius * 2);
  context.globalAlpha = 1;
}

const WORD_MARGIN = 20;
const wordPictures = new Map<string, HTMLCanvasElement>();

/** Forgets the words' pictures: the typeface has arrived. */
export function forgetWords(): void {
  wordPictures.clear();
}

/** A word with its light, drawn once: a shadow each frame costs more than the rest of the picture. */
function wordPicture(word: Word, colours: FieldColours, ratio: number): HTMLCanvasElement {
  const key = `${word.text} ${word.learned} ${ratio}`;
  const known = wordPictures.get(key);
  if (known) return known;
  const picture = document.createElement('canvas');
  picture.width = Math.ceil((word.width + 2 * WORD_MARGIN) * ratio);
  picture.height = Math.ceil((2 * WORD_SIZE + 2 * WORD_MARGIN) * ratio);
  const brush = picture.getContext('2d');
  if (brush) {
    brush.scale(ratio, ratio);
    brush.font = `500 ${WORD_SIZE}px ${colours.mono}`;
    brush.shadowColor = paint(colours.cyan, 0.6);
    brush.shadowBlur = 14 * ratio;
    brush.fillStyle = paint(
      mix(hueOf(colours, word.learned), WHITE, 0.4),
      0.5 + 0.5 * word.learned,
    );
    brush.fillText(word.text, WORD_MARGIN, WORD_SIZE + WORD_MARGIN + 7);
  }
  wordPictures.set(key, picture);
  return picture;
}

/** `seconds` since the picture began; 0 for the still one. */
export function paintField(
  context: CanvasRenderingContext2D,
  field: Field,
  colours: FieldColours,
  seconds: number,
): void {
  const { width, height } = field;
  const frames = seconds * 60;
  const hue = (u: number) => hueOf(colours, u);
  const dots = field.particles.map((particle) => {
    const { x, y } = driftedAt(particle, frames);
    return { particle, x, y, quiet: calm(x, y, width, height) };
  });
  context.clearRect(0, 0, width, height);

  const link = (ax: number, ay: number, bx: number, by: number, u: number, alpha: number) => {
    context.strokeStyle = paint(hue(u), alpha);
    context.lineWidth = 0.8 + 0.4 * u;
    context.beginPath();
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
    context.stroke();
  };
  for (const [i, j] of field.pairs) {
    const a = dots[i];
    const b = dots[j];
    if (!a || !b) continue;
    const u = Math.min(a.particle.learned, b.particle.learned);
    const near = 1 - Math.hypot(a.x - b.x, a.y - b.y) / reachOf(u);
    if (near <= 0) continue;
    // Each link breathes between 20 and 60 percent in its own rhythm.
    const breath = 0.4 - 0.2 * Math.cos((2 * Math.PI * seconds) / BREATH_S + i * 1.7 + j * 0.6);
    const alpha = near * breath * (0.15 + 1.5 * u) * Math.min(a.quiet, b.quiet);
    if (alpha > FAINTEST) link(a.x, a.y, b.x, b.y, u, alpha);
  }
  for (const { particle, x, y, quiet } of dots) {
    if (quiet < FAINTEST) continue;
    const colour = hue(particle.learned);
    if (particle.letter) {
      context.save();
      context.translate(x, y);
      context.rotate(particle.angle);
      context.font = `400 ${particle.size}px ${colours.mono}`;
      context.textAlign = 'center';
      context.fillStyle = paint(colour, (0.55 + 0.1 * particle.learned) * quiet);
      context.fillText(particle.letter, 0, 5);
      context.restore();
      continue;
    }
    const radius = 1.4 + particle.learned * 1.8;
    if (particle.learned > 0.15)
      glow(context, x, y, radius * 6, particle.learned, quiet * particle.learned * 0.42, colours);
    const lit = mix(colour, WHITE, 0.25 * particle.learned);
    disc(context, x, y, radius, paint(lit, (0.3 + 0.65 * particle.learned) * quiet));
  }
  for (const word of field.words) {
    const { x, y } = driftedAt(word, frames, WORD_LEASH);
    for (const dot of dots) {
      if (dot.particle.learned < 0.4 || dot.particle.letter) continue;
      for (const end of [x - 6, x + word.width + 6]) {
        const distance = Math.hypot(dot.x - end, dot.y - y);
        if (distance >= WORD_REACH) continue;
        link(end, y, dot.x, dot.y, word.learned, (1 - distance / WORD_REACH) * 0.6 * dot.quiet);
      }
    }
    const lit = wordPicture(word, colours, context.getTransform().a);
    context.drawImage(
      lit,
      x - WORD_MARGIN,
      y - WORD_SIZE - WORD_MARGIN,
      word.width + 2 * WORD_MARGIN,
      2 * WORD_SIZE + 2 * WORD_MARGIN,
    );
  }
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, r: number, style: string) {
  context.fillStyle = style;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fill();
}
