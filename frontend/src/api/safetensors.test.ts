import { describe, expect, it } from 'vitest';
import { MalformedWeights, readSafetensors } from './safetensors';

/** A file with this header (JSON, or the text as it stands) and these bytes of numbers. */
function file(header: unknown, numbers = new ArrayBuffer(0), length?: bigint): ArrayBuffer {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const whole = new Uint8Array(8 + text.length + numbers.byteLength);
  new DataView(whole.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  whole.set(text, 8);
  whole.set(new Uint8Array(numbers), 8 + text.length);
  return whole.buffer;
}

/** Little-endian float32, whatever the machine. */
function floats(...values: number[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [i, value] of values.entries()) view.setFloat32(i * 4, value, true);
  return view.buffer;
}

const tensor = (begin: number, end: number, ...shape: number[]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

describe('readSafetensors', () => {
  it('reads every tensor, in whatever order and at whatever byte it stands, and the note', () => {
    const header = {
      later: tensor(8, 32, 2, 3),
      __metadata__: { step: '50', vocabulary: '["\\n","ä"]' },
      first: tensor(0, 8, 2),
      scalar: tensor(32, 36),
      none: tensor(36, 36, 0, 4),
    };
    // One space more moves the numbers to a place that no Float32Array could lie at.
    for (const text of [JSON.stringify(header), `${JSON.stringify(header)} `]) {
      const { tensors, note } = readSafetensors(
        file(text, floats(1.5, -2, 1, 2, 3, 4, 5, 6, 1e-30)),
      );
      expect(tensors.get('first')).toEqual({ shape: [2], values: Float32Array.of(1.5, -2) });
      expect(tensors.get('later')).toEqual({
        shape: [2, 3],
        values: Float32Array.of(1, 2, 3, 4, 5, 6),
      });
      expect(tensors.get('scalar')).toEqual({ shape: [], values: Float32Array.of(1e-30) });
      expect(tensors.get('none')).toEqual({ shape: [0, 4], values: new Float32Array(0) });
      expect([...tensors.keys()].sort()).toEqual(['first', 'later', 'none', 'scalar']);
      expect([...note]).toEqual([
        ['step', '50'],
        ['vocabulary', '["\\n","ä"]'],
      ]);
    }
    expect(readSafetensors(file({})).tensors.size).toBe(0);
  });

  const four = floats(1, 2, 3, 4);
  it.each<[string, ArrayBuffer, RegExp]>([
    ['nothing', new ArrayBuffer(0), /begins with 8 bytes; this one has 0/],
    ['too few bytes', new ArrayBuffer(7), /this one has 7/],
    ['a header longer than the file', file({}, four, 19n), /should have 19 bytes; only 18 follow/],
    ['an absurd length', file({}, four, 2n ** 63n), /should have 9223372036854775808 bytes/],
    [
      'a page instead of weights',
      new TextEncoder().encode('<!doctype html>').buffer,
      /only 7 follow/,
    ],
    ['no JSON', file('{"a":', four), /not JSON/],
    ['half a character', file({}, Uint8Array.of(0xff).buffer, 3n), /not JSON/],
    ['a list', file([], four), /not a JSON object/],
    ['null', file('null', four), /not a JSON object/],
    ['a number for a tensor', file({ a: 4 }, four), /a is not described by an object/],
    ['half floats', file({ a: { ...tensor(0, 16, 4), dtype: 'F16' } }, four), /type F16/],
    ['no type', file({ a: { shape: [4], data_offsets: [0, 16] } }, four), /type undefined/],
    ['no shape', file({ a: { dtype: 'F32', data_offsets: [0, 16] } }, four), /shape of a/],
    ['a negative size', file({ a: tensor(0, 16, -4) }, four), /shape of a/],
    ['half a row', file({ a: tensor(0, 16, 1.5) }, four), /shape of a/],
    ['one end only', file({ a: { ...tensor(0, 16, 4), data_offsets: [0] } }, four), /place of a/],
    ['a place before the file', file({ a: tensor(-16, 0, 4) }, four), /place of a/],
    ['other sizes', file({ a: tensor(0, 16, 5) }, four), /\[5\] takes 20 bytes; it is given 16/],
    ['sizes beyond counting', file({ a: tensor(0, 16, 2 ** 52, 2 ** 52) }, four), /given 16/],
    ['an end before its beginning', file({ a: tensor(16, 0, 4) }, four), /given -16/],
    ['a gap', file({ a: tensor(0, 4, 1), b: tensor(8, 16, 2) }, four), /b begins at byte 8.* at 4/],
    ['an overlap', file({ a: tensor(0, 8, 2), b: tensor(4, 16, 3) }, four), /b begins at byte 4/],
    ['cut off', file({ a: tensor(0, 16, 4) }, four.slice(0, 13)), /of 16 bytes .* there are 13/],
    ['more than told', file({ a: tensor(0, 8, 2) }, four), /of 8 bytes .* there are 16/],
    ['a note that is no object', file({ __metadata__: ['a'] }), /__metadata__ is not an object/],
    ['a note of numbers', file({ __metadata__: { step: 5 } }), /__metadata__.step is not a text/],
  ])('refuses %s', (_, bytes, complaint) => {
    const reading = () => readSafetensors(bytes);
    expect(reading).toThrow(MalformedWeights);
    expect(reading).toThrow(complaint);
  });
});
