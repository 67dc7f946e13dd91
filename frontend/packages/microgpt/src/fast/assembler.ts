/**
 * Writes WebAssembly by hand: just enough of the binary format (core specification 2.0, chapter 5) for functions that
 * loop over 64-bit numbers two at a time. Pure.
 */

/** Instructions, as bytes. */
export type Code = readonly number[];

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type Type = typeof I32 | typeof F64 | typeof V128;

/** An integer from 0 on in the format's variable length. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** A signed 32-bit integer in it. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
  return bytes;
}

const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
};
const list = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, body: Code): number[] => [id, ...unsigned(body.length), ...body];

const simd = (operation: number): number[] => [0xfd, ...unsigned(operation)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, ...value: Code[]): Code => [
  ...value.flat(),
  0x21,
  ...unsigned(local),
];
export const int = (value: number): Code => [0x41, ...signed(value)];
const binary =
  (operation: Code) =>
  (a: Code, b: Code): Code => [...a, ...b, ...operation];
export const plusInt = binary([0x6a]);
export const minusInt = binary([0x6b]);
export const timesInt = binary([0x6c]);
export const lessInt = binary([0x48]);

/** Two neighbours in memory, from `address` in bytes plus a constant. */
export const load = (address: Code, offset = 0): Code => [
  ...address,
  ...simd(0x00),
  3,
  ...unsigned(offset),
];
/** One number of memory, twice. */
export const loadBoth = (address: Code, offset = 0): Code => [
  ...address,
  ...simd(0x0a),
  3,
  ...unsigned(offset),
];
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  ...simd(0x0b),
  3,
  ...unsigned(offset),
];
/** A plain number, twice. */
export const both = (value: Code): Code => [...value, ...simd(0x14)];
export const zero: Code = [...simd(0x0c), ...Array<number>(16).fill(0)];
export const plus = binary(simd(0xf0));
export const minus = binary(simd(0xf1));
export const times = binary(simd(0xf2));
export const over = binary(simd(0xf3));
export const root = (a: Code): Code => [...a, ...simd(0xef)];

const pick = (first: number, second: number): Code => {
  const lane = (from: number) => Array.from({ length: 8 }, (_, byte) => from * 8 + byte);
  return [...simd(0x0d), ...lane(first), ...lane(second)];
};
/** (a₀ + a₁, b₀ + b₁) of two locals. */
export const sums = (a: number, b: number): Code =>
  plus([...get(a), ...get(b), ...pick(0, 2)], [...get(a), ...get(b), ...pick(1, 3)]);

/** Runs `body` while `condition` holds, which is asked first. */
export const loop = (condition: Code, ...body: Code[]): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...condition,
  ...[0x45, 0x0d, 1],
  ...body.flat(),
  ...[0x0c, 0, 0x0b, 0x0b],
];

export interface Func {
  name: string;
  parameters: readonly Type[];
  /** Further locals, numbered after the parameters. */
  locals: readonly Type[];
  body: Code;
}

/** A module that takes its memory from `env.memory` and hands out these functions, which return nothing. */
export function assemble(functions: readonly Func[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [0x60, ...list(parameters.map((t) => [t])), 0]);
  const bodies = functions.map(({ locals, body }) => {
    const code = [...list(locals.map((type) => [1, type])), ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([[...text('env'), ...text('memory'), 2, 0, 1]])),
    ...section(3, list(functions.map((_, i) => unsigned(i)))),
    ...section(7, list(functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]))),
    ...section(10, list(bodies)),
  ]);
}
