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

export const labelVertex = /* glsl */ `
  attribute vec3 place;
  attribute float tile;
  /** x: index in the text; y: 0 looked at (columns), 1 looking (rows). */
  attribute vec2 kind;
  uniform vec2 viewport;
  uniform vec2 hovered;
  uniform float tiles;
  uniform float stride;
  uniform float ratio;
  varying vec2 vUv;
  varying vec3 vColor;
  varying float vAlpha;

  void main() {
    float mine = kind.y > 0.5 ? hovered.y : hovered.x;
    bool marked = abs(kind.x - mine) < 0.5;
    vec4 at = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
    float unit = projectionMatrix[1][1] * viewport.y * 0.5 / at.w;
    float px = marked ? 30.0 * ratio : clamp(1.9 * unit, 10.0 * ratio, 28.0 * ratio);
    // What the pointed row looks at is named in full, however few labels there are otherwise.
    bool looked = kind.y < 0.5 && hovered.y >= 0.0 && kind.x < hovered.y + 0.5;
    bool hidden = !marked && !looked && mod(kind.x, stride) > 0.5;
    at.xy += position.xy * px / viewport * 2.0 * at.w;
    if (marked) at.z = -at.w * 0.999;
    gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : at;
    vUv = vec2(mod(tile, tiles) + position.x + 0.5, tiles - 1.0 - floor(tile / tiles) + position.y + 0.5) / tiles;
    bool ahead = hovered.y >= 0.0 && kind.x > hovered.y;
    vColor = marked
      ? (kind.y > 0.5 ? ${color(palette['violet-text'])} : ${color(palette['cyan-text'])})
      : ahead ? ${color(palette.decor)} : ${color(palette['text-2'])};
    vAlpha = marked ? 1.0 : 0.92;
  }
`;

export const labelFragment = /* glsl */ `
  uniform sampler2D atlas;
  varying vec2 vUv;
  varying vec3 vColor;
  varying float vAlpha;

  void main() {
    float ink = texture2D(atlas, vUv).a * vAlpha;
    if (ink < 0.02) discard;
    gl_FragColor = vec4(vColor, ink);
  }
`;
