/**
 * The Code Lab's big brother: a run of the preset `micro` on the server, the same network in PyTorch. Owns the translation
 * of its weights and of what it expects into the lab's names and order (`parity` compares). Keeps nothing, draws nothing,
 * and knows no engine: what it hands over are plain arrays.
 */
import type { Inspection, ModelConfig } from '@/api/generated';
import type { RestClient } from '@/api/rest';
import { readSafetensors, type Tensor, type WeightsFile } from '@/api/safetensors';

/** What stands before and after every name in the server's text; the lab's token after its last character. */
const BOUNDARY = '\n';

/** What makes a model of the server the lab's, whatever its size. */
const TWIN = {
  position: 'learned',
  norm: 'plain_rmsnorm',
  stream_norm: 'first',
  activation: 'relu',
  weight_tying: false,
  residual: true,
  bias: false,
  smear: false,
} as const satisfies Partial<ModelConfig>;

/** A matrix by the lab's name; row-major, one row for each number that it puts out. */
export interface LabMatrix {
  name: string;
  shape: readonly [number, number];
  data: Float64Array;
}

export interface BigBrother {
  sessionId: string;
  /** Iterations after which it had these weights. */
  step: number;
  /** Its sizes, as the lab's settings name them. */
  settings: { nEmbd: number; nHead: number; nLayer: number; blockSize: number };
  /** The lab's alphabet, in the lab's order: token i is chars[i], the boundary comes after the last. */
  chars: readonly string[];
  /** wte, wpe, lm_head, then wq, wk, wv, wo, fc1 and fc2 of each of layers.0, layers.1, …; all of them. */
  parameters: LabMatrix[];
}

/** The run is not the lab's model, or its answer cannot be held against the lab's; the message says why. */
export class NotComparable extends Error {
  override name = 'NotComparable';
}

/** What a note says in JSON, if it does. */
function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

const isModel = (value: unknown): value is ModelConfig =>
  typeof value === 'object' && value !== null && 'vocab_size' in value;

const isAlphabet = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');

function noted({ note }: WeightsFile): { step: number; model: ModelConfig; vocabulary: string[] } {
  const [step, model, vocabulary] = ['step', 'model_config', 'vocabulary'].map((key) =>
    parsed(note.get(key)),
  );
  if (typeof step !== 'number' || !isModel(model) || !isAlphabet(vocabulary)) {
    throw new NotComparable(
      'These weights do not say which model and which characters they are of.',
    );
  }
  return { step, model, vocabulary };
}

function checkTwin(model: ModelConfig): void {
  for (const [key, wanted] of Object.entries(TWIN)) {
    const has = model[key as keyof ModelConfig];
    if (has !== wanted) {
      throw new NotComparable(
        `The run's ${key} is ${has}; the lab's model has ${wanted}. Start one with the preset Micro.`,
      );
    }
  }
}

const named = (chars: readonly string[]) => chars.map((char) => JSON.stringify(char)).join(' ');

/** For each of the lab's tokens the server's number of it. */
function order(chars: readonly string[], vocabulary: readonly string[]): number[] {
  const tokens = [...chars, BOUNDARY];
  const missing = tokens.filter((char) => !vocabulary.includes(char));
  const foreign = vocabulary.filter((char) => !tokens.includes(char));
  if (missing.length + foreign.length > 0) {
    throw new NotComparable(
      'The two know other characters.' +
        (missing.length ? ` The run lacks ${named(missing)}.` : '') +
        (foreign.length ? ` The lab lacks ${named(foreign)}.` : ''),
    );
  }
  return tokens.map((char) => vocabulary.indexOf(char));
}

/** Some rows of a tensor (rows, columns), as a matrix of the lab. */
function matrix(name: string, tensor: Tensor, rows: readonly number[]): LabMatrix {
  const columns = tensor.shape[1] ?? 1;
  const data = new Float64Array(rows.length * columns);
  for (const [to, from] of rows.entries()) {
    data.set(tensor.values.subarray(from * columns, (from + 1) * columns), to * columns);
  }
  return { name, shape: [rows.length, columns], data };
}

const range = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i);

/** The tensors of a file, each to be asked for once and with the shape that it must have. */
class Shelf {
  readonly #tensors: Map<string, Tensor>;

  constructor(file: WeightsFile) {
    this.#tensors = new Map(file.tensors);
  }

  take(name: string, ...shape: number[]): Tensor {
    const tensor = this.#tensors.get(name);
    const found = tensor ? `has shape [${tensor.shape.join(', ')}]` : 'is missing';
    if (!tensor || tensor.shape.join() !== shape.join()) {
      throw new NotComparable(`${name} ${found}; it should have [${shape.join(', ')}].`);
    }
    this.#tensors.delete(name);
    return tensor;
  }

  mustBeEmpty(): void {
    const [left] = this.#tensors.keys();
    if (left !== undefined) throw new NotComparable(`The lab's model has no place for ${left}.`);
  }
}

/**
 * A run's weights as the lab has them, by the lab's names.
 *
 * @param chars the lab's alphabet by token, without the boundary.
 * @throws NotComparable when it is another kind of model, or knows other characters.
 */
export function bigBrotherOf(
  sessionId: string,
  file: WeightsFile,
  chars: readonly string[],
): BigBrother {
  const { step, model, vocabulary } = noted(file);
  checkTwin(model);
  const { n_embd: C = 0, n_head = 0, n_layer = 0, block_size = 0, vocab_size: V } = model;
  const tokens = order(chars, vocabulary);
  const shelf = new Shelf(file);
  const whole = (name: string, from: string, rows: number, columns: number) =>
    matrix(name, shelf.take(from, rows, columns), range(0, rows));
  const parameters = [
    matrix('wte', shelf.take('token_embedding.weight', V, C), tokens),
    whole('wpe', 'position_embedding.weight', block_size, C),
    matrix('lm_head', shelf.take('head.weight', V, C), tokens),
  ];
  for (let layer = 0; layer < n_layer; layer++) {
    const [ours, theirs] = [`layers.${layer}`, `blocks.${layer}`];
    // One matrix makes queries, keys and values there.
    const qkv = shelf.take(`${theirs}.attention.qkv.weight`, 3 * C, C);
    for (const [part, name] of ['wq', 'wk', 'wv'].entries()) {
      parameters.push(matrix(`${ours}.${name}`, qkv, range(part * C, C)));
    }
    parameters.push(
      whole(`${ours}.wo`, `${theirs}.attention.proj.weight`, C, C),
      whole(`${ours}.fc1`, `${theirs}.mlp.up.weight`, 4 * C, C),
      whole(`${ours}.fc2`, `${theirs}.mlp.down.weight`, C, 4 * C),
    );
  }
  shelf.mustBeEmpty();
  const settings = { nEmbd: C, nHead: n_head, nLayer: n_layer, blockSize: block_size };
  return { sessionId, step, settings, chars, parameters };
}

/**
 * What the run expects after each character that it was asked about: (T, V), V in the lab's order, the boundary last.
 *
 * @throws NotComparable when the answer leaves out some of the characters.
 */
export function expectationsOf(told: Inspection, chars: readonly string[]): Float64Array[] {
  const tokens = new Map([...chars, BOUNDARY].map((char, token) => [char, token]));
  return told.next.map(({ top }) => {
    const row = new Float64Array(tokens.size).fill(Number.NaN);
    for (const { char, prob } of top) {
      const token = tokens.get(char);
      if (token === undefined) throw new NotComparable(`The lab lacks ${named([char])}.`);
      row[token] = prob;
    }
    if (row.some(Number.isNaN)) {
      throw new NotComparable(
        `The answer has ${top.length} characters of each place; all ${tokens.size} are needed.`,
      );
    }
    return row;
  });
}

/**
 * The weights that a run has now, or had at the last kept step not after `step`. It may be training or rest.
 *
 * @throws ApiError, MalformedWeights, NotComparable
 */
export async function fetchBigBrother(
  rest: Pick<RestClient, 'weights'>,
  sessionId: string,
  chars: readonly string[],
  step?: number,
): Promise<BigBrother> {
  return bigBrotherOf(sessionId, readSafetensors(await rest.weights(sessionId, step)), chars);
}

/**
 * What the run expects, with those weights, after the boundary and after each character of a text: one row more than the
 * text has characters. The text and the boundary together must fit the context.
 *
 * @throws ApiError, NotComparable
 */
export async function fetchExpectations(
  rest: Pick<RestClient, 'inspect'>,
  { sessionId, step, chars }: BigBrother,
  text: string,
): Promise<Float64Array[]> {
  const whole = BOUNDARY + text;
  const told = await rest.inspect(sessionId, { text: whole, step, top: chars.length + 1 });
  if (told.step !== step) {
    throw new NotComparable(
      `The run no longer keeps its weights of step ${step}, only those of ${told.step}.`,
    );
  }
  if (told.tokens.join('') !== whole) {
    throw new NotComparable(`The run read ${named(told.tokens)} instead of ${named([...whole])}.`);
  }
  return expectationsOf(told, chars);
}
