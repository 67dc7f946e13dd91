// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FastEngine } from '../fastEngine.ts';
import { NAMES, noise } from '../fixtures.ts';
import { signed, unsigned } from './assembler.ts';
import { type Kernels, type Products, plainKernels } from './kernels.ts';
import { wasmKernels } from './wasm.ts';

const SIZES = [
  [4, 12],
  [4, 4],
  [16, 48],
  [64, 16],
  [20, 28],
  [256, 64],
  [8, 100],
] as const;
const NUMBERS = 80_000;
/** Where the three matrices begin; the second one is the largest. */
const [FIRST, SECOND, OUT] = [3, 20_000, 60_000];

const KINDS: [string, () => { A: Float64Array; kernels: Kernels } | null][] = [
  [
    'plain',
    () => {
      const A = new Float64Array(NUMBERS);
      return { A, kernels: plainKernels(A) };
    },
  ],
  ['wasm', () => wasmKernels(NUMBERS, SIZES)],
];

describe.each(KINDS)('the %s kernels', (_, make) => {
  const made = make();
  if (!made) throw new Error('This machine has no WebAssembly with vectors.');
  const { A, kernels } = made;

  const at = (index: number) => A[index] as number;

  /** Compares what a product leaves with what it should, and looks for traces beside it. */
  function check(
    product: (products: Products) => Products['linear'],
    [nIn, nOut]: readonly [number, number],
    T: number,
    shape: [number, number],
    expected: (row: number, column: number) => number,
  ) {
    A.set(noise(NUMBERS, T));
    const before = A.slice();
    product(kernels.products(nIn, nOut))(FIRST, SECOND, OUT, T);
    const [rows, columns] = shape;
    const end = OUT + rows * columns;
    let apart = 0;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        apart = Math.max(apart, Math.abs(at(OUT + r * columns + c) - expected(r, c)));
      }
    }
    expect(apart).toBeLessThan(1e-12);
    const touched = before.findIndex((x, i) => (i < OUT || i >= end) && x !== A[i]);
    expect(touched, 'changed beside the product').toBe(-1);
  }

  const sum = (n: number, term: (i: number) => number) => {
    let total = 0;
    for (let i = 0; i < n; i++) total += term(i);
    return total;
  };
  it.each(SIZES)('multiply %i by %i', (nIn, nOut) => {
    for (const T of [1, 2, 3, 4, 5, 7, 8, 13]) {
      const size = [nIn, nOut] as const;
      check(
        (p) => p.linear,
        size,
        T,
        [T, nOut],
        (t, o) => sum(nIn, (i) => at(FIRST + t * nIn + i) * at(SECOND + o * nIn + i)),
      );
      check(
        (p) => p.toInput,
        size,
        T,
        [T, nIn],
        (t, i) => sum(nOut, (o) => at(FIRST + t * nOut + o) * at(SECOND + o * nIn + i)),
      );
      check(
        (p) => p.toWeights,
        size,
        T,
        [nOut, nIn],
        (o, i) => sum(T, (t) => at(FIRST + t * nOut + o) * at(SECOND + t * nIn + i)),
      );
    }
  });

  it('update as Adam does', () => {
    const n = 42;
    const [p, g, m, v] = [1000, 2000, 3000, 4000];
    A.set(noise(NUMBERS, 9).map(Math.abs));
    const old = A.slice();
    kernels.adam(p, g, m, v, n, 0.85, 0.99, 0.03, 1.7, 1e-8);
    for (let i = 0; i < n; i++) {
      const [oldP, oldG, oldM, oldV] = [p, g, m, v].map((at) => old[at + i] as number) as [
        number,
        number,
        number,
        number,
      ];
      const mean = 0.85 * oldM + 0.15 * oldG;
      const square = 0.99 * oldV + 0.01 * oldG * oldG;
      expect(A[m + i]).toBeCloseTo(mean, 14);
      expect(A[v + i]).toBeCloseTo(square, 14);
      expect(A[p + i]).toBeCloseTo(oldP - (0.03 * mean) / (Math.sqrt(square) * 1.7 + 1e-8), 12);
      expect(A[g + i]).toBe(oldG);
    }
    for (const begin of [p, m, v]) A.set(old.subarray(begin, begin + n), begin);
    expect(old.findIndex((x, i) => x !== A[i])).toBe(-1);
  });
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const refusing = (Refusal: new (message: string) => Error) => ({
    CompileError: WebAssembly.CompileError,
    Module: class {
      constructor() {
        throw new Refusal('refused');
      }
    },
  });

  // Sizes of their own: a module that was compiled once is kept.
  it.each([
    [44, 'none is there', undefined],
    [52, 'a policy forbids compiling', WebAssembly.CompileError],
    [60, 'no more than so much may be compiled', RangeError],
  ])('%i wide trains the same on plain arrays: %s', (nEmbd, _, Refusal) => {
    const losses = () => {
      const engine = new FastEngine(NAMES, { nEmbd, steps: 10 });
      engine.train(3);
      return [engine.arithmetic, ...engine.losses()];
    };
    vi.stubGlobal('WebAssembly', Refusal && refusing(Refusal));
    const [arithmetic, ...plain] = losses();
    vi.unstubAllGlobals();
    const [other, ...wasm] = losses();
    expect([arithmetic, other]).toEqual(['plain', 'wasm']);
    for (const [i, loss] of plain.entries()) expect(loss).toBeCloseTo(wasm[i] as number, 11);
  });
});

it('writes integers as the format does', () => {
  // The examples of the DWARF standard's chapter on variable-length data, which WebAssembly refers to.
  expect([2, 127, 128, 129, 12857].map(unsigned)).toEqual([
    [2],
    [127],
    [128, 1],
    [129, 1],
    [185, 100],
  ]);
  const numbers = [2, -2, 127, -127, 128, -128, 129, -129];
  expect(numbers.map(signed)).toEqual([
    [2],
    [0x7e],
    [0xff, 0],
    [0x81, 0x7f],
    [0x80, 1],
    [0x80, 0x7f],
    [0x81, 1],
    [0xff, 0x7e],
  ]);
});
