/** The GPU's part: bars that grow and colour themselves from one number, and labels that face the camera. Colours are sRGB, written as they are. */
import { HEAT_STOPS, rgb } from '../heat';
import { palette } from '../palette';
import { HEIGHT_POWER, LEAST_HEIGHT, WIDTH } from './layout';

const color = (hex: string) =>
  `vec3(${rgb(hex)
    .map((byte) => (byte / 255).toFixed(4))
    .join(', ')})`;

export const barVertex = /* glsl */ `
  attribute float weight;
  uniform float size;
  uniform float tall;
  uniform float rise;
  /** x column, y row; -1 for none. */
  uniform vec2 hovered;
  varying vec3 vNormal;
  varying vec2 vFace;
  varying float vWeight;
  varying float vUp;
  varying float vMark;

  void main() {
    float w = clamp(weight, 0.0, 1.0);
    float height = max(${LEAST_HEIGHT.toFixed(3)}, pow(w, ${HEIGHT_POWER.toFixed(2)}) * tall * rise);
    vec2 cell = instanceMatrix[3].xz + 0.5 * size - 0.5;
    bool inRow = abs(cell.y - hovered.y) < 0.5;
    vMark = inRow && abs(cell.x - hovered.x) < 0.5 ? 2.0 : inRow ? 1.0 : 0.0;
    vWeight = w;
    vUp = position.y;
    vNormal = normal;
    vFace = uv;
    vec3 place = vec3(position.x * ${WIDTH.toFixed(2)}, position.y * height, position.z * ${WIDTH.toFixed(2)});
    gl_Position = projectionMatrix * modelViewMatrix * instanceMatrix * vec4(place, 1.0);
  }
`;

export const barFragment = /* glsl */ `
  varying vec3 vNormal;
  varying vec2 vFace;
  varying float vWeight;
  varying float vUp;
  varying float vMark;

  const vec3 LOW = ${color(HEAT_STOPS[0])};
  const vec3 MIDDLE = ${color(HEAT_STOPS[1])};
  const vec3 HIGH = ${color(HEAT_STOPS[2])};

  vec3 heat(float w) {
    float root = sqrt(w);
    return root < 0.5 ? mix(LOW, MIDDLE, root * 2.0) : mix(MIDDLE, HIGH, root * 2.0 - 1.0);
  }

  void main() {
    bool top = vNormal.y > 0.5;
    vec3 own = heat(vWeight);
    // The foot is white: a high bar runs through the whole scale up to its own colour.
    vec3 side = vUp < 0.45
      ? mix(LOW, heat(vWeight * 0.5), vUp / 0.45)
      : mix(heat(vWeight * 0.5), own, (vUp - 0.45) / 0.55);
    vec3 shown = top ? own : side * (abs(vNormal.z) > 0.5 ? 0.92 : 0.76);
    if (vMark > 1.5) {
      shown = ${color(palette.violet)} * (top ? 1.0 : abs(vNormal.z) > 0.5 ? 0.9 : 0.72);
    } else if (vMark > 0.5) {
      shown = mix(shown, ${color(palette['violet-pale'])}, top ? 0.85 : 0.45);
    }
    // A light rim, so that dark tops stand out from each other.
    if (top && vWeight > 0.25) {
      vec2 edge = min(vFace, 1.0 - vFace) / max(fwidth(vFace), vec2(1e-4));
      float rim = 1.0 - smoothstep(0.6, 1.8, min(edge.x, edge.y));
      shown = mix(shown, vec3(0.749, 0.859, 0.996), rim * 0.85 * smoothstep(0.25, 0.4, vWeight));
    }
    gl_FragColor = vec4(shown, 1.0);
  }
`;

/**
 * A label belongs to a line of cells: its row or its column. It stands where that line leaves the triangle on the camera's side, or, where
 * that is out of sight, where the line enters the picture. Neighbours that would touch take turns in two rows, then every second one goes.
 */
export const labelVertex = /* glsl */ `
  attribute float tile;
  /** x: index in the text; y: 0 looked at (columns), 1 looking (rows). */
  attribute vec2 kind;
  uniform vec2 viewport;
  uniform vec2 hovered;
  /** 1: rows (x) or columns (y) are named along the diagonal, because the camera is on that side. */
  uniform vec2 sides;
  uniform float size;
  uniform float tiles;
  uniform float stride;
  uniform float ratio;
  varying vec2 vUv;
  varying vec3 vColor;

  const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);

  vec2 onScreen(vec4 at) {
    return at.xy / at.w * viewport * 0.5;
  }

  /** Moves the part of a line that is in sight, as shares of it. */
  void cut(float start, float end, inout vec2 seen) {
    if (start < 0.0) seen.x = end < 0.0 ? 2.0 : max(seen.x, start / (start - end));
    else if (end < 0.0) seen.y = min(seen.y, start / (start - end));
  }

  /** Where the line of a character is named: at its end, or where it comes into sight through a side (1) or through top or bottom (2). */
  vec4 named(float index, mat4 view, out vec4 along, out float through, out bool away) {
    bool isRow = kind.y > 0.5;
    float middle = index - 0.5 * size + 0.5;
    float leg = isRow ? -0.5 * size : 0.5 * size;
    float slope = isRow ? middle + 0.5 : middle - 0.5;
    bool across = (isRow ? sides.x : sides.y) > 0.5;
    float here = across ? slope : leg;
    float there = across ? leg : slope;
    vec4 from = view * vec4(isRow ? here : middle, 0.05, isRow ? middle : here, 1.0);
    vec4 to = view * vec4(isRow ? there : middle, 0.05, isRow ? middle : there, 1.0);
    vec2 room = 1.0 - 34.0 * ratio / viewport;
    // Below stands how to turn it.
    float floor_ = 1.0 - 96.0 * ratio / viewport.y;
    vec2 seen = vec2(0.0, 1.0);
    cut(from.w - 0.01, to.w - 0.01, seen);
    cut(room.x * from.w - from.x, room.x * to.w - to.x, seen);
    cut(room.x * from.w + from.x, room.x * to.w + to.x, seen);
    through = seen.x > 0.0 ? 1.0 : 0.0;
    float before = seen.x;
    cut(room.y * from.w - from.y, room.y * to.w - to.y, seen);
    cut(floor_ * from.w + from.y, floor_ * to.w + to.y, seen);
    if (seen.x > before) through = 2.0;
    away = seen.x > seen.y;
    along = (to - from) * 0.01;
    return mix(from, to, min(seen.x, 1.0));
  }

  void main() {
    bool isRow = kind.y > 0.5;
    mat4 view = projectionMatrix * modelViewMatrix;
    vec4 along;
    float through;
    bool away;
    vec4 next = named(kind.x + 1.0, view, along, through, away);
    vec4 at = named(kind.x, view, along, through, away);
    vec2 place = onScreen(at);
    vec2 inward = onScreen(at + along) - place;
    // Rows and columns that came in through one edge would lie on each other: there the steeper ones alone are named.
    away = away || (through > 1.5 && abs(inward.x) > abs(inward.y));
    // And at the lower corners, where the sides meet that edge.
    away = away || (through > 0.5 && through < 1.5 && place.y < (118.0 * ratio - viewport.y) * 0.5);

    vec2 gap = max(abs(onScreen(next) - place), 1e-3) / ratio;
    // A letter is 9 px wide and 14 high: so many cells lie between two that do not touch.
    float apart = max(stride, min(9.0 / gap.x, 14.0 / gap.y));
    float every = exp2(ceil(log2(max(1.0, apart))));
    bool turns = every > 1.0 && through < 0.5;
    float step = turns ? every * 0.5 : every;
    bool second = turns && mod(kind.x, every) > 0.5;

    float mine = isRow ? hovered.y : hovered.x;
    bool marked = abs(kind.x - mine) < 0.5;
    bool beside = mine >= 0.0 && abs(kind.x - mine) * length(gap) < 20.0;
    bool twice = !isRow && sides.x > 0.5 && sides.y > 0.5;
    bool hidden = away || (!marked && (beside || twice || mod(kind.x, step) > 0.5));

    vec2 outward = -inward / max(length(inward), 1e-3);
    float off = through > 0.5 ? 0.0 : marked ? 16.0 : second ? 25.0 : 11.0;
    float unit = projectionMatrix[1][1] * viewport.y * 0.5 / at.w;
    float px = marked ? 34.0 * ratio : clamp(1.5 * unit, 20.0 * ratio, 30.0 * ratio);
    at.xy += (outward * off * ratio + position.xy * px) / viewport * 2.0 * at.w;
    gl_Position = hidden ? NOWHERE : at;
    vUv = vec2(mod(tile, tiles) + position.x + 0.5, tiles - 1.0 - floor(tile / tiles) + position.y + 0.5) / tiles;
    bool ahead = hovered.y >= 0.0 && kind.x > hovered.y;
    vColor = marked
      ? (isRow ? ${color(palette['violet-text'])} : ${color(palette['cyan-text'])})
      : ahead ? ${color(palette['text-3'])} : ${color(palette.text)};
  }
`;

export const labelFragment = /* glsl */ `
  uniform sampler2D atlas;
  varying vec2 vUv;
  varying vec3 vColor;

  void main() {
    // White ink in a dark rim: read over the white floor as well as over the room.
    vec4 ink = texture2D(atlas, vUv);
    if (ink.a < 0.02) discard;
    gl_FragColor = vec4(mix(${color(palette.ink)}, vColor, ink.r), ink.a);
  }
`;
