/**
 * Reads a file of weights: safetensors (https://github.com/huggingface/safetensors, "Format"), that is eight bytes
 * with the length of a header, the header as JSON, the numbers. Owns the format; what the numbers mean is not its business.
 */

export interface Tensor {
  readonly shape: readonly number[];
  /** Row by row, the last index fastest. */
  readonly values: Float32Array;
}

export interface WeightsFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What the writer noted in the header, text by key. */
  readonly note: ReadonlyMap<string, string>;
}

/** The bytes are not a file of float32 weights; the message says where they stop being one. */
export class MalformedWeights extends Error {
  override name = 'MalformedWeights';
}

const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;
const NOTE = '__metadata__';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

function headerOf(file: ArrayBuffer): { header: Fields; start: number } {
  if (file.byteLength < LENGTH_BYTES) {
    throw new MalformedWeights(
      `A file of weights begins with ${LENGTH_BYTES} bytes; this one has ${file.byteLength}.`,
    );
  }
  const length = new DataView(file).getBigUint64(0, true);
  const room = file.byteLength - LENGTH_BYTES;
  if (length > BigInt(room)) {
    throw new MalformedWeights(`The header should have ${length} bytes; only ${room} follow.`);
  }
  const start = LENGTH_BYTES + Number(length);
  let header: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true });
    header = JSON.parse(text.decode(file.slice(LENGTH_BYTES, start)));
  } catch {
    throw new MalformedWeights('The header is not JSON.');
  }
  if (!isFields(header)) throw new MalformedWeights('The header is not a JSON object.');
  return { header, start };
}

function noteOf(header: Fields): Map<string, string> {
  const told = header[NOTE] ?? {};
  if (!isFields(told)) throw new MalformedWeights(`${NOTE} is not an object of texts.`);
  const note = new Map<string, string>();
  for (const [key, text] of Object.entries(told)) {
    if (typeof text !== 'string') throw new MalformedWeights(`${NOTE}.${key} is not a text.`);
    note.set(key, text);
  }
  return note;
}

interface Entry {
  name: string;
  shape: readonly number[];
  begin: number;
  end: number;
}

function entryOf(name: string, told: unknown): Entry {
  if (!isFields(told)) throw new MalformedWeights(`${name} is not described by an object.`);
  const { dtype, shape, data_offsets } = told;
  if (dtype !== 'F32') {
    throw new MalformedWeights(`${name} has numbers of type ${String(dtype)}; only F32 is read.`);
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw new MalformedWeights(`The shape of ${name} is not a list of whole numbers.`);
  }
  if (!Array.isArray(data_offsets) || data_offsets.length !== 2 || !data_offsets.every(isCount)) {
    throw new MalformedWeights(`The place of ${name} is not a pair of whole numbers.`);
  }
  const [begin, end] = data_offsets as [number, number];
  const bytes = FLOAT_BYTES * shape.reduce((product, size) => product * size, 1);
  if (end - begin !== bytes) {
    throw new MalformedWeights(
      `${name} of shape [${shape.join(', ')}] takes ${bytes} bytes; it is given ${end - begin}.`,
    );
  }
  return { name, shape, begin, end };
}

function floats(file: ArrayBuffer, start: number, count: number): Float32Array {
  const view = new DataView(file, start, count * FLOAT_BYTES);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * FLOAT_BYTES, true));
}

/**
 * Every tensor of a file, and what was noted in its header. The numbers must fill the file without gaps
 * or overlaps, as the format demands.
 *
 * @throws MalformedWeights
 */
export function readSafetensors(file: ArrayBuffer): WeightsFile {
  const { header, start } = headerOf(file);
  const room = file.byteLength - start;
  const entries = Object.entries(header)
    .filter(([name]) => name !== NOTE)
    .map(([name, told]) => entryOf(name, told))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let reached = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== reached) {
      throw new MalformedWeights(
        `${name} begins at byte ${begin}; the one before ends at ${reached}.`,
      );
    }
    reached = end;
  }
  if (reached !== room) {
    throw new MalformedWeights(
      `The header speaks of ${reached} bytes of numbers; there are ${room}.`,
    );
  }
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, begin, end } of entries) {
    tensors.set(name, { shape, values: floats(file, start + begin, (end - begin) / FLOAT_BYTES) });
  }
  return { tensors, note: noteOf(header) };
}
