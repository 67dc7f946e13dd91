/**
 * The loops of `kernels.ts` as WebAssembly, two numbers at a time, written for the sizes of one model: rows are so many
 * bytes apart, which stands in the instructions, and what a block needs stays in registers.
 */
import {
  assemble,
  both,
  type Code,
  F64,
  type Func,
  get,
  I32,
  int,
  lessInt,
  load,
  loadBoth,
  loop,
  minus,
  minusInt,
  over,
  plus,
  plusInt,
  root,
  set,
  store,
  sums,
  type Type,
  times,
  timesInt,
  V128,
  zero,
} from './assembler.ts';
import type { Kernels, Product, Products } from './kernels.ts';

const BYTES = 8;
const PAGE_BYTES = 65536;
/** Numbers along a row that a block takes before its loop comes round. */
const CHUNKS = [16, 12, 8, 4];

const chunkOf = (n: number): number => CHUNKS.find((chunk) => n % chunk === 0) as number;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const step = (local: number, bytes: number): Code => set(local, plusInt(get(local), int(bytes)));

/** Locals of every product: the three offsets, in bytes once `begin` has run, and the rows. */
const [A, B, OUT, T] = [0, 1, 2, 3] as const;
const begin: Code = [A, B, OUT].flatMap((local) => set(local, timesInt(get(local), int(BYTES))));

/** The body once for blocks of `rows` rows, and once for the rows that are left. */
function inBlocks(rows: number, body: (rows: number) => Code): Code {
  const block = (size: number): Code =>
    loop(lessInt(int(size - 1), get(T)), body(size), set(T, minusInt(get(T), int(size))));
  return [...block(rows), ...(rows > 1 ? block(1) : [])];
}

/** y (T, nOut) from x (T, nIn) and w (nOut, nIn): four outputs of two positions at a time. */
function linear(name: string, nIn: number, nOut: number): Func {
  const [row, end, x, w, inner] = [4, 5, 6, 7, 8];
  const sum = (t: number, o: number) => 9 + t * 4 + o;
  const held = (o: number) => 17 + o;
  const chunk = chunkOf(nIn);
  const products = (rows: number, at: number): Code => [
    ...upTo(4).flatMap((o) => set(held(o), load(get(w), (o * nIn + at) * BYTES))),
    ...upTo(rows).flatMap((t) => [
      ...set(21, load(get(x), (t * nIn + at) * BYTES)),
      ...upTo(4).flatMap((o) => set(sum(t, o), plus(get(sum(t, o)), times(get(21), get(held(o)))))),
    ]),
  ];
  const body = inBlocks(2, (rows) => [
    ...set(row, get(B)),
    ...set(end, plusInt(get(B), int(nOut * nIn * BYTES))),
    ...loop(
      lessInt(get(row), get(end)),
      ...upTo(rows).flatMap((t) => upTo(4).map((o) => set(sum(t, o), zero))),
      set(x, get(A)),
      set(w, get(row)),
      set(inner, plusInt(get(row), int(nIn * BYTES))),
      loop(
        lessInt(get(w), get(inner)),
        ...upTo(chunk / 2).map((pair) => products(rows, pair * 2)),
        step(x, chunk * BYTES),
        step(w, chunk * BYTES),
      ),
      ...upTo(rows).flatMap((t) =>
        [0, 2].map((o) => store(get(OUT), sums(sum(t, o), sum(t, o + 1)), (t * nOut + o) * BYTES)),
      ),
      step(OUT, 4 * BYTES),
      step(row, 4 * nIn * BYTES),
    ),
    ...step(OUT, (rows - 1) * nOut * BYTES),
    ...step(A, rows * nIn * BYTES),
  ]);
  const locals: Type[] = [...upTo(5).map(() => I32 as Type), ...upTo(13).map(() => V128 as Type)];
  return { name, parameters: [I32, I32, I32, I32], locals, body: [...begin, ...body] };
}

/**
 * Sums of rows of b, each weighed by one number of a: out[r, i] = Σ over n of a[r, n] · b[n, i], for blocks of rows r
 * and four columns i. Numbers of a are `apart` (along n) and `below` (along r) from each other.
 */
interface Mix {
  columns: number;
  /** Bytes. */
  apart: number;
  below: number;
}

/** One block: `rows` rows of out, all columns. `last` is the address where b ends. */
function mix(rows: number, { columns, apart, below }: Mix, last: Code): Code {
  const [column, end, a, b] = [4, 5, 6, 7];
  const sum = (r: number, half: number) => 9 + r * 2 + half;
  const [left, right, weight] = [17, 18, 19];
  return [
    ...set(column, int(0)),
    ...loop(
      lessInt(get(column), int(columns * BYTES)),
      ...upTo(rows).flatMap((r) => [0, 1].map((half) => set(sum(r, half), zero))),
      set(a, get(A)),
      set(b, plusInt(get(B), get(column))),
      set(end, last),
      loop(
        lessInt(get(b), get(end)),
        set(left, load(get(b))),
        set(right, load(get(b), 2 * BYTES)),
        ...upTo(rows).flatMap((r) => [
          set(weight, loadBoth(get(a), r * below)),
          set(sum(r, 0), plus(get(sum(r, 0)), times(get(weight), get(left)))),
          set(sum(r, 1), plus(get(sum(r, 1)), times(get(weight), get(right)))),
        ]),
        step(a, apart),
        step(b, columns * BYTES),
      ),
      ...upTo(rows).flatMap((r) =>
        [0, 1].map((half) =>
          store(
            plusInt(get(OUT), get(column)),
            get(sum(r, half)),
            (r * columns + half * 2) * BYTES,
          ),
        ),
      ),
      step(column, 4 * BYTES),
    ),
  ];
}

const MIX_LOCALS: Type[] = [...upTo(5).map(() => I32 as Type), ...upTo(11).map(() => V128 as Type)];

/** dx (T, nIn) from dy (T, nOut) and w (nOut, nIn). */
function toInput(name: string, nIn: number, nOut: number): Func {
  const shape = { columns: nIn, apart: BYTES, below: nOut * BYTES };
  const last = plusInt(get(B), int(nOut * nIn * BYTES));
  const body = inBlocks(4, (rows) => [
    ...mix(rows, shape, last),
    ...step(A, rows * nOut * BYTES),
    ...step(OUT, rows * nIn * BYTES),
  ]);
  return { name, parameters: [I32, I32, I32, I32], locals: MIX_LOCALS, body: [...begin, ...body] };
}

/** dw (nOut, nIn) from dy (T, nOut) and x (T, nIn). */
function toWeights(name: string, nIn: number, nOut: number): Func {
  const shape = { columns: nIn, apart: nOut * BYTES, below: BYTES };
  const [left] = [8];
  const last = plusInt(get(B), timesInt(get(T), int(nIn * BYTES)));
  const body = [
    ...set(left, int(nOut)),
    ...loop(
      lessInt(int(0), get(left)),
      mix(4, shape, last),
      step(A, 4 * BYTES),
      step(OUT, 4 * nIn * BYTES),
      step(left, -4),
    ),
  ];
  return { name, parameters: [I32, I32, I32, I32], locals: MIX_LOCALS, body: [...begin, ...body] };
}

function adam(): Func {
  const [p, g, m, v, count, beta1, beta2, rate, rooted, eps] = upTo(10) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wide = (i: number) => 10 + i;
  const [gradient, mean, square] = [17, 18, 19];
  const one: Code = [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f];
  const constants = [beta1, beta2, rate, rooted, eps];
  const body: Code = [
    ...[p, g, m, v].flatMap((local) => set(local, timesInt(get(local), int(BYTES)))),
    ...constants.flatMap((local, i) => set(wide(i), both(get(local)))),
    ...set(wide(5), minus(both(one), get(wide(0)))),
    ...set(wide(6), minus(both(one), get(wide(1)))),
    ...loop(
      lessInt(int(0), get(count)),
      set(gradient, load(get(g))),
      set(mean, plus(times(get(wide(0)), load(get(m))), times(get(wide(5)), get(gradient)))),
      set(
        square,
        plus(
          times(get(wide(1)), load(get(v))),
          times(times(get(wide(6)), get(gradient)), get(gradient)),
        ),
      ),
      store(get(m), get(mean)),
      store(get(v), get(square)),
      store(
        get(p),
        minus(
          load(get(p)),
          over(
            times(get(wide(2)), get(mean)),
            plus(times(root(get(square)), get(wide(3))), get(wide(4))),
          ),
        ),
      ),
      ...[p, g, m, v].map((local) => step(local, 2 * BYTES)),
      step(count, -2),
    ),
  ];
  const f64 = constants.map(() => F64 as Type);
  const locals = upTo(10).map(() => V128 as Type);
  return { name: 'adam', parameters: [I32, I32, I32, I32, I32, ...f64], locals, body };
}

/** Sizes of the products of a model: [nIn, nOut]. */
export type Sizes = readonly (readonly [number, number])[];

/** The bytes of a module for products of these sizes. */
export function moduleFor(sizes: Sizes): Uint8Array<ArrayBuffer> {
  const functions = new Map<string, Func>();
  for (const [nIn, nOut] of sizes) {
    // Names of their own: a bundler shortens those of functions.
    for (const [product, make] of Object.entries({ linear, toInput, toWeights })) {
      const name = `${product}${nIn}x${nOut}`;
      functions.set(name, make(name, nIn, nOut));
    }
  }
  return assemble([...functions.values(), adam()]);
}

/** Modules by their sizes: writing one takes longer than compiling it. */
const compiled = new Map<string, WebAssembly.Module>();

function compile(sizes: Sizes): WebAssembly.Module {
  const key = sizes.join(' ');
  const module = compiled.get(key) ?? new WebAssembly.Module(moduleFor(sizes));
  compiled.set(key, module);
  return module;
}

/**
 * `numbers` of memory with the kernels over them; null where WebAssembly or its vectors are missing or forbidden.
 */
export function wasmKernels(
  numbers: number,
  sizes: Sizes,
): { A: Float64Array; kernels: Kernels } | null {
  if (typeof WebAssembly !== 'object') return null;
  let module: WebAssembly.Module;
  try {
    module = compile(sizes);
  } catch (error) {
    // Old engines know no vectors, or compile little at once; a page's security policy may forbid it.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return null;
    throw error;
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil((numbers * BYTES) / PAGE_BYTES) });
  const functions = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const products = (nIn: number, nOut: number): Products => ({
    linear: functions[`linear${nIn}x${nOut}`] as Product,
    toInput: functions[`toInput${nIn}x${nOut}`] as Product,
    toWeights: functions[`toWeights${nIn}x${nOut}`] as Product,
  });
  const kernels = { products, adam: functions.adam as Kernels['adam'] };
  return { A: new Float64Array(memory.buffer, 0, numbers), kernels };
}
