/** How large is a model, and what does it ask of the engine that teaches? Pure. */
import { graphSize, type Settings } from 'microgpt';

export type Shape = Pick<Settings, 'nEmbd' | 'nLayer' | 'blockSize'>;

export interface ParameterPart {
  /** The matrix as the code calls it. */
  name: string;
  says: string;
  shape: readonly [number, number];
  /** How many of them there are: one, or one a layer. */
  times: number;
  count: number;
}

/** Every matrix of numbers that is learned. `vocabSize` counts BOS. */
export function parameterParts(
  { nEmbd: n, nLayer, blockSize }: Shape,
  vocabSize: number,
): ParameterPart[] {
  const rows: [string, string, readonly [number, number], number][] = [
    ['wte', 'what each character is', [vocabSize, n], 1],
    ['wpe', 'where it stands', [blockSize, n], 1],
    ['wq', 'what attention looks for', [n, n], nLayer],
    ['wk', 'what can be found', [n, n], nLayer],
    ['wv', 'what is handed over', [n, n], nLayer],
    ['wo', 'what all heads say, joined', [n, n], nLayer],
    ['fc1', 'the MLP, four times as wide', [4 * n, n], nLayer],
    ['fc2', 'and back', [n, 4 * n], nLayer],
    ['lm_head', 'which character comes next', [vocabSize, n], 1],
  ];
  return rows.map(([name, says, shape, times]) => ({
    ...{ name, says, shape, times },
    count: shape[0] * shape[1] * times,
  }));
}

export const parameterCount = (shape: Shape, vocabSize: number): number =>
  parameterParts(shape, vocabSize).reduce((sum, { count }) => sum + count, 0);

/** Numbers that `value` keeps for one step on the longest document. `vocabSize` counts BOS. */
export const longestGraph = (settings: Settings, vocabSize: number, longest: number): number =>
  graphSize(settings, vocabSize, Math.min(longest + 1, settings.blockSize));

/** Beyond this a step takes many seconds, and at 140 bytes a number a worker may run out of memory. */
export const GRAPH_LIMIT = 4_000_000;
/** Up to this a step is short enough to be tried just to know its speed. */
export const QUICK_GRAPH = 400_000;
