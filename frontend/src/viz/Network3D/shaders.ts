/**
 * The GPU's part of the network: cells that stand and colour themselves by one height, curves that carry light, the glow behind what is computed
 * now. Colours are sRGB, written as they are.
 */
import { rgb } from '../heat';
import { palette } from '../palette';
import { BATCH, texelAt } from './batches';
import { MODES, NOTHING } from './cells';
import { FAINT_POWER, FAINTEST, INKS } from './colors';
import { CELL_WIDTH } from './layout';
import { LEAST_HEIGHT } from './pick';

const color = (hex: string) =>
  `vec3(${rgb(hex)
    .map((byte) => (byte / 255).toFixed(4))
    .join(', ')})`;
const isMode = (mode: keyof typeof MODES) => `abs(vState.x - ${MODES[mode].toFixed(1)}) < 0.5`;
const NONE = `${(NOTHING - 0.5).toFixed(2)}`;

/** Out of sight. */
const NOWHERE = 'const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);';

export const cellVertex = /* glsl */ `
  ${texelAt}
  /** Number of this cell in its batch. */
  attribute float copy;
  uniform float count;
  /** Of each block: mode, lit, pointed at. */
  uniform sampler2D blocks;
  /** Of each cell: x, z, number of its block; and its height. */
  uniform sampler2D places;
  uniform sampler2D heights;
  uniform vec2 turn;
  uniform float tall;
  uniform float rise;
  uniform float hovered;
  varying vec3 vNormal;
  varying vec2 vFace;
  varying float vUp;
  varying float vHeight;
  /** mode, lit, pointed at (block), pointed at (cell) */
  varying vec4 vState;
  ${NOWHERE}

  void main() {
    int cell = gl_InstanceID * ${BATCH.cells} + int(copy + 0.5);
    if (float(cell) > count - 0.5) {
      gl_Position = NOWHERE;
      return;
    }
    vec4 place = texelAt(places, cell);
    float height = texelAt(heights, cell).r;
    vState = texelAt(blocks, int(place.z + 0.5));
    vState.w = abs(float(cell) - hovered) < 0.5 ? 1.0 : 0.0;
    vHeight = height;
    float full = height > ${NONE} ? 0.0 : height;
    float up = max(${LEAST_HEIGHT.toFixed(3)}, abs(full) * tall * rise);
    // What is below zero hangs from the ground.
    float y = full < 0.0 ? (position.y - 1.0) * up : position.y * up;
    vUp = full < 0.0 ? 1.0 - position.y : position.y;
    vNormal = normal;
    vFace = uv;
    vec2 at = position.xz * ${CELL_WIDTH.toFixed(2)};
    vec2 turned = vec2(at.x * turn.x - at.y * turn.y, at.x * turn.y + at.y * turn.x);
    gl_Position = projectionMatrix * (viewMatrix * vec4(place.x + turned.x, y, place.y + turned.y, 1.0));
  }
`;

export const cellFragment = /* glsl */ `
  varying vec3 vNormal;
  varying vec2 vFace;
  varying float vUp;
  varying float vHeight;
  varying vec4 vState;
  uniform float own;

  void main() {
    bool top = vNormal.y > 0.5;
    float strength = abs(vHeight);
    vec3 shown;
    if (vHeight > ${NONE}) {
      shown = ${color(INKS.blank)};
    } else {
      vec3 dim = ${color(INKS.dim)};
      bool below = vHeight < 0.0;
      vec3 full = below ? ${color(INKS.below)} : ${color(INKS.holds)};
      full = mix(full, below ? ${color(INKS.nowBelow)} : ${color(INKS.now)}, vState.y);
      if (${isMode('given')}) full = own > 0.5 ? ${color(INKS.own)} : ${color(INKS.given)};
      if (${isMode('slope')}) {
        dim = ${color(INKS.dimSlope)};
        full = below ? ${color(INKS.slopeBelow)} : ${color(INKS.slope)};
      }
      float reach = top ? 1.0 : smoothstep(0.0, 1.0, vUp) * 0.75 + 0.25;
      shown = mix(dim, full, mix(${FAINTEST.toFixed(2)}, 1.0, pow(strength, ${FAINT_POWER.toFixed(2)})) * reach);
    }
    // Lit from above and from the right.
    shown *= top ? 1.0 : vNormal.x > 0.5 ? 0.8 : vNormal.z > 0.5 ? 0.62 : 0.5;
    if (top) {
      vec2 edge = min(vFace, 1.0 - vFace) / max(fwidth(vFace), vec2(1e-4));
      float rim = 1.0 - smoothstep(0.5, 1.6, min(edge.x, edge.y));
      shown = mix(shown, vec3(0.749, 0.859, 0.996), rim * 0.4 * smoothstep(0.15, 0.5, strength) * step(strength, 1.0));
    }
    shown = mix(shown * (1.0 + 0.15 * vState.z), ${color(palette['violet-text'])}, vState.z * 0.14);
    if (vState.w > 0.5) shown = ${color(palette['violet-text'])} * (top ? 1.0 : vNormal.x > 0.5 ? 0.86 : 0.7);
    gl_FragColor = vec4(shown, 1.0);
  }
`;

export const wireVertex = /* glsl */ `
  ${texelAt}
  /** Number of this wire in its batch. */
  attribute float copy;
  uniform float count;
  uniform sampler2D blocks;
  /** Of each wire: x, z of both ends; numbers of its blocks, height and depth of its way round (0: straight); what it carries. */
  uniform sampler2D ends;
  uniform sampler2D joins;
  uniform sampler2D carried;
  uniform vec2 viewport;
  uniform float ratio;
  uniform float rise;
  varying float vAlong;
  varying float vSide;
  varying float vCarried;
  varying float vSeed;
  varying float vLit;
  varying float vBack;
  varying float vPointed;
  varying float vFaint;

  const float GROUND = 0.12;
  ${NOWHERE}

  /** Its place at t, and a little further on: a cubic Bézier curve and its slope. */
  void along(float t, vec4 both, vec2 bend, out vec3 here, out vec3 ahead) {
    vec3 a = vec3(both.x, GROUND, both.y);
    vec3 d = vec3(both.z, GROUND, both.w);
    float across = d.x - a.x;
    bool around = bend.x > 0.0;
    float reach = across > 0.0 ? across * (around ? 0.15 : 0.5) : 8.0;
    vec3 lifted = vec3(0.0, bend.x * rise, bend.y);
    vec3 b = a + vec3(reach, 0.0, 0.0) + lifted;
    vec3 c = d - vec3(reach, 0.0, 0.0) + lifted;
    float s = 1.0 - t;
    here = s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d;
    ahead = here + 0.03 * (s * s * (b - a) + 2.0 * s * t * (c - b) + t * t * (d - c));
  }

  void main() {
    int wire = gl_InstanceID * ${BATCH.wires} + int(copy + 0.5);
    if (float(wire) > count - 0.5) {
      gl_Position = NOWHERE;
      return;
    }
    vec4 join = texelAt(joins, wire);
    vec2 bend = join.zw;
    vec4 from = texelAt(blocks, int(join.x + 0.5));
    vec4 to = texelAt(blocks, int(join.y + 0.5));
    vLit = max(to.y, 0.0);
    vBack = abs(to.x - ${MODES.slope.toFixed(1)}) < 0.5 ? 1.0 : 0.0;
    if (vBack > 0.5) vLit = from.y;
    vPointed = max(from.z, to.z);
    // Ways around run together: each is fainter.
    vFaint = bend.x > 0.0 ? 0.5 : 1.0;
    vAlong = position.x;
    vSide = position.y;
    vCarried = texelAt(carried, wire).r;
    vSeed = fract(float(wire) * 0.6180339887);
    vec3 now;
    vec3 next;
    along(position.x, texelAt(ends, wire), bend, now, next);
    vec4 here = projectionMatrix * (viewMatrix * vec4(now, 1.0));
    vec4 ahead = projectionMatrix * (viewMatrix * vec4(next, 1.0));
    vec2 way = (ahead.xy / ahead.w - here.xy / here.w) * viewport;
    vec2 normal_ = vec2(-way.y, way.x) / max(length(way), 1e-4);
    float px = (1.5 + 0.8 * vLit + 0.6 * vCarried) * ratio;
    here.xy += normal_ * position.y * px / viewport * here.w;
    gl_Position = here;
  }
`;

export const wireFragment = /* glsl */ `
  varying float vAlong;
  varying float vSide;
  varying float vCarried;
  varying float vSeed;
  varying float vLit;
  varying float vBack;
  varying float vPointed;
  varying float vFaint;
  /** How far forward and backward flow have gone, in lengths of a curve, and how strong each is. */
  uniform vec2 gone;
  uniform vec2 flowing;

  /** A drop of light with a tail behind it; t along its way. */
  float drop(float t, float gone_) {
    float behind = fract(gone_ + vSeed - t);
    return exp(-behind * 7.0) + 0.6 * exp(-(1.0 - behind) * 60.0);
  }

  void main() {
    vec3 ahead = mix(${color(palette.blue)}, ${color(palette['cyan-text'])}, clamp(vAlong + vLit * 0.6, 0.0, 1.0));
    vec3 back = ${color(palette['amber-text'])};
    float strength = sqrt(vCarried);
    float rest = (0.05 + 0.17 * strength + 0.2 * vLit * strength + 0.25 * vPointed * strength) * vFaint;
    vec3 still = vBack > 0.5 ? back : mix(${color(palette['blue-text'])}, ${color(palette['cyan-text'])}, vLit);
    float f = drop(vAlong, gone.x) * flowing.x;
    float b = drop(1.0 - vAlong, gone.y) * flowing.y;
    // With both under way each has half of the curves.
    if (flowing.x > 0.01 && flowing.y > 0.01) {
      bool mine = vSeed < 0.5;
      f = mine ? f : 0.0;
      b = mine ? 0.0 : b;
    }
    float moving = (f + b) * (0.08 + 0.92 * strength) * (0.75 + 0.25 * vLit);
    vec3 shown = mix(still, b > f ? back : ahead, clamp(moving * 1.5, 0.0, 1.0));
    float alpha = clamp(rest + moving * 0.8 * vFaint, 0.0, 0.95);
    alpha *= 1.0 - smoothstep(0.35, 1.0, abs(vSide));
    gl_FragColor = vec4(shown, alpha);
  }
`;

export const glowVertex = /* glsl */ `
  /** Middle and radius. */
  uniform vec4 glows[2];
  uniform vec2 strengths;
  varying vec2 vAt;
  varying float vStrength;

  void main() {
    vec4 glow = gl_InstanceID == 0 ? glows[0] : glows[1];
    vStrength = gl_InstanceID == 0 ? strengths.x : strengths.y;
    vAt = position.xy * 2.0;
    vec4 at = viewMatrix * vec4(glow.xyz, 1.0);
    at.xy += vAt * glow.w;
    gl_Position = projectionMatrix * at;
  }
`;

export const glowFragment = /* glsl */ `
  varying vec2 vAt;
  varying float vStrength;

  void main() {
    float near = max(0.0, 1.0 - length(vAt));
    gl_FragColor = vec4(${color(palette['cyan-text'])}, 0.36 * vStrength * near * near * (3.0 - 2.0 * near));
  }
`;
