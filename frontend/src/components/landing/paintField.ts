/** Draws the field on a 2D canvas. Colours are the tokens' own, read once from the page. */
import { calm, driftedAt, type Field, WORD_LEASH, WORD_SIZE } from './field';

type Rgb = [number, number, number];

export interface FieldColours {
  noise: Rgb;
  blue: Rgb;
  cyan: Rgb;
  mono: string;
}

const LINK_REACH_NOISE = 36;
const LINK_REACH_LEARNED = 92;
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
  paintWash(context, field, colours);

  const link = (ax: number, ay: number, bx: number, by: number, u: number, alpha: number) => {
    context.strokeStyle = paint(hue(u), alpha);
    context.lineWidth = 0.8 + 0.4 * u;
    context.beginPath();
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
    context.stroke();
  };
  for (let i = 0; i < dots.length; i++) {
    const a = dots[i];
    if (!a) continue;
    for (let j = i + 1; j < dots.length; j++) {
      const b = dots[j];
      if (!b) continue;
      const [dx, dy] = [a.x - b.x, a.y - b.y];
      if (Math.abs(dx) > LINK_REACH_LEARNED || Math.abs(dy) > LINK_REACH_LEARNED) continue;
      const u = Math.min(a.particle.learned, b.particle.learned);
      const reach = LINK_REACH_NOISE + (LINK_REACH_LEARNED - LINK_REACH_NOISE) * u;
      const distance = Math.hypot(dx, dy);
      if (distance >= reach) continue;
      // Each link breathes between 20 and 60 percent in its own rhythm.
      const breath = 0.4 - 0.2 * Math.cos((2 * Math.PI * seconds) / BREATH_S + i * 1.7 + j * 0.6);
      const near = 1 - distance / reach;
      link(a.x, a.y, b.x, b.y, u, near * breath * (0.15 + 1.5 * u) * Math.min(a.quiet, b.quiet));
    }
  }
  for (const { particle, x, y, quiet } of dots) {
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
    context.font = `500 ${WORD_SIZE}px ${colours.mono}`;
    context.textAlign = 'left';
    context.shadowColor = paint(colours.cyan, 0.6);
    context.shadowBlur = 14;
    context.fillStyle = paint(mix(hue(word.learned), WHITE, 0.4), 0.5 + 0.5 * word.learned);
    context.fillText(word.text, x, y + 7);
    context.shadowBlur = 0;
  }
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, r: number, style: string) {
  context.fillStyle = style;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fill();
}

/** The light that comes from where the words are. */
function paintWash(context: CanvasRenderingContext2D, { width, height }: Field, c: FieldColours) {
  const wide = width >= 760;
  const [x, y] = wide ? [width * 0.875, height * 0.525] : [width / 2, height * 0.95];
  const wash = context.createRadialGradient(x, y, 40, x, y, Math.max(width, height) * 0.6);
  wash.addColorStop(0, paint(c.cyan, 0.12));
  wash.addColorStop(1, paint(c.cyan, 0));
  context.fillStyle = wash;
  context.fillRect(0, 0, width, height);
}
