import { describe, expect, it, vi } from 'vitest';
import type { Inspection, ModelConfig } from '@/api/generated';
import type { Tensor, WeightsFile } from '@/api/safetensors';
import { inspection } from '@/test/fakes';
import { bigBrotherOf, expectationsOf, fetchBigBrother, fetchExpectations } from './bigBrother';

const CHARS = ['b', 'a'];
const MODEL: ModelConfig = {
  ...{ n_embd: 2, n_head: 1, n_layer: 2, block_size: 8, vocab_size: 3 },
  ...{ position: 'learned', norm: 'plain_rmsnorm', stream_norm: 'first', activation: 'relu' },
  ...{ weight_tying: false, residual: true, bias: false, smear: false, dropout: 0 },
};

/** Every number says where it stands: tensor · 1000 + its place in it. */
function tensors(): Map<string, Tensor> {
  const shapes: [string, number, number][] = [
    ['token_embedding.weight', 3, 2],
    ['position_embedding.weight', 8, 2],
    ['head.weight', 3, 2],
  ];
  for (const layer of [0, 1]) {
    shapes.push([`blocks.${layer}.attention.qkv.weight`, 6, 2]);
    shapes.push([`blocks.${layer}.attention.proj.weight`, 2, 2]);
    shapes.push([`blocks.${layer}.mlp.up.weight`, 8, 2]);
    shapes.push([`blocks.${layer}.mlp.down.weight`, 2, 8]);
  }
  return new Map(
    shapes.map(([name, rows, columns], number) => {
      const values = Float32Array.from({ length: rows * columns }, (_, i) => number * 1000 + i);
      return [name, { shape: [rows, columns], values }];
    }),
  );
}

function file(over: Partial<ModelConfig> = {}, vocabulary = ['\n', 'a', 'b']): WeightsFile {
  const note = new Map([
    ['step', '50'],
    ['model_config', JSON.stringify({ ...MODEL, ...over })],
    ['vocabulary', JSON.stringify(vocabulary)],
  ]);
  return { tensors: tensors(), note };
}

describe('bigBrotherOf', () => {
  it('arranges every weight under the lab’s names, rows of characters in the lab’s order', () => {
    const brother = bigBrotherOf('s1', file(), CHARS);
    expect(brother).toMatchObject({ sessionId: 's1', step: 50, chars: CHARS });
    expect(brother.settings).toEqual({ nEmbd: 2, nHead: 1, nLayer: 2, blockSize: 8 });
    const found = new Map(brother.parameters.map((matrix) => [matrix.name, matrix]));
    const matrices = ['wq', 'wk', 'wv', 'wo', 'fc1', 'fc2'];
    const names = [0, 1].flatMap((layer) => matrices.map((name) => `layers.${layer}.${name}`));
    expect([...found.keys()]).toEqual(['wte', 'wpe', 'lm_head', ...names]);
    // The lab: b, a, boundary. The server: boundary, a, b.
    expect([...(found.get('wte')?.data ?? [])]).toEqual([4, 5, 2, 3, 0, 1]);
    expect([...(found.get('lm_head')?.data ?? [])]).toEqual([2004, 2005, 2002, 2003, 2000, 2001]);
    expect([...(found.get('layers.1.wq')?.data ?? [])]).toEqual([7000, 7001, 7002, 7003]);
    expect([...(found.get('layers.1.wk')?.data ?? [])]).toEqual([7004, 7005, 7006, 7007]);
    expect([...(found.get('layers.1.wv')?.data ?? [])]).toEqual([7008, 7009, 7010, 7011]);
    expect(found.get('layers.0.fc2')).toMatchObject({ shape: [2, 8] });
    expect(found.get('layers.0.fc1')).toMatchObject({ shape: [8, 2] });
    expect(found.get('layers.0.fc1')?.data.at(-1)).toBe(5015);
    const count = brother.parameters.reduce((sum, { data }) => sum + data.length, 0);
    expect(count).toBe([...tensors().values()].reduce((sum, { values }) => sum + values.length, 0));
  });

  const without = (name: string) => {
    const left = file();
    (left.tensors as Map<string, Tensor>).delete(name);
    return left;
  };
  const unnoted = (key: string, text?: string) => {
    const told = file();
    const note = told.note as Map<string, string>;
    if (text === undefined) note.delete(key);
    else note.set(key, text);
    return told;
  };
  it.each<[string, WeightsFile, readonly string[], RegExp]>([
    ['a norm with gain', file({ norm: 'rmsnorm' }), CHARS, /norm is rmsnorm; .* plain_rmsnorm/],
    ['a norm at the end', file({ stream_norm: 'last' }), CHARS, /stream_norm is last/],
    ['a shared table', file({ weight_tying: true }), CHARS, /weight_tying is true/],
    ['smearing', file({ smear: true }), CHARS, /smear is true; the lab's model has false/],
    ['a character more', file({}, ['\n', 'a', 'b', 'ä']), CHARS, /The lab lacks "ä"/],
    ['a character less', file({}, ['\n', 'a']), CHARS, /The run lacks "b"/],
    ['no boundary', file({}, [' ', 'a', 'b']), CHARS, /run lacks "\\n"\. The lab lacks " "/],
    ['a missing weight', without('head.weight'), CHARS, /head\.weight is missing; .* \[3, 2\]/],
    [
      'other sizes',
      file({ n_embd: 4 }),
      CHARS,
      /embedding\.weight has shape \[3, 2\]; .* \[3, 4\]/,
    ],
    ['a layer too many', file({ n_layer: 1 }), CHARS, /no place for blocks\.1\.attention\.qkv/],
    ['no step', unnoted('step'), CHARS, /do not say which model/],
    ['a model that is none', unnoted('model_config', '[]'), CHARS, /do not say which model/],
    ['a note that is no JSON', unnoted('vocabulary', 'ab'), CHARS, /do not say which model/],
    ['numbers for characters', unnoted('vocabulary', '[1,2]'), CHARS, /do not say which model/],
  ])('refuses %s', (_, weights, chars, complaint) => {
    const reading = () => bigBrotherOf('s1', weights, chars);
    expect(reading).toThrow(complaint);
    expect(reading).toThrow(expect.objectContaining({ name: 'NotComparable' }));
  });
});

const told = (text: string, step: number, over: Partial<Inspection> = {}): Inspection => {
  const top = [
    { char: '\n', prob: 0.5 },
    { char: 'b', prob: 0.3 },
    { char: 'a', prob: 0.2 },
  ];
  return inspection(text, step, { next: [...text].map(() => ({ top, entropy: 1 })), ...over });
};

describe('what it expects', () => {
  it('comes in the lab’s order', () => {
    const rows = expectationsOf(told('\nab', 50), CHARS);
    expect(rows.map((row) => [...row])).toEqual(Array(3).fill([0.3, 0.2, 0.5]));
  });

  it('is refused where characters are left out, or are no characters of the lab', () => {
    const short = { top: [{ char: 'a', prob: 0.9 }], entropy: 1 };
    expect(() => expectationsOf(told('a', 0, { next: [short] }), CHARS)).toThrow(
      'The answer has 1 characters of each place; all 3 are needed.',
    );
    expect(() => expectationsOf(told('a', 0), ['a', 'c'])).toThrow('The lab lacks "b".');
  });

  const brother = () => bigBrotherOf('s1', file(), CHARS);

  it('is asked of the very step whose weights were taken, all characters of it', async () => {
    const inspect = vi.fn(async (_: string, { text }: { text: string }) => told(text, 50));
    expect(await fetchExpectations({ inspect }, brother(), 'ab')).toHaveLength(3);
    expect(inspect).toHaveBeenCalledWith('s1', { text: '\nab', step: 50, top: 3 });
  });

  it('is refused of another step, or of another text', async () => {
    const other = { inspect: async () => told('\nab', 40) };
    await expect(fetchExpectations(other, brother(), 'ab')).rejects.toThrow('only those of 40');
    const cut = { inspect: async () => told('ab', 50) };
    await expect(fetchExpectations(cut, brother(), 'ab')).rejects.toThrow(
      'The run read "a" "b" instead of "\\n" "a" "b".',
    );
  });
});

it('says of bytes that are no weights what is wrong with them', async () => {
  const weights = vi.fn(async () => new ArrayBuffer(3));
  await expect(fetchBigBrother({ weights }, 's1', CHARS, 20)).rejects.toThrow('this one has 3');
  expect(weights).toHaveBeenCalledWith('s1', 20);
});
