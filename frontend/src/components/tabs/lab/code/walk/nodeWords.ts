/** How numbers of a recorded step are called, and how they were computed, for a person. Pure. */
import type { Inspection, NodeInfo, NodeName } from 'microgpt';
import type { Story } from './story';

/** "q[3]", "wq[2][5]", "weights[1]"; of a number in between what it is: "a product". */
export function nameText({ name, op }: Pick<NodeInfo, 'name' | 'op'>): string {
  if (!name) return NAMELESS[op] ?? 'a number';
  if ('parameter' in name) return `${name.parameter}[${name.row}][${name.column}]`;
  return name.point === 'loss' ? 'loss' : `${name.point}[${name.index}]`;
}

const NAMELESS: Record<string, string> = {
  '': 'a plain number',
  '+': 'a sum',
  '-': 'a difference',
  '*': 'a product',
  '/': 'a quotient',
  neg: 'a negative',
  pow: 'a power',
  exp: 'a power of e',
  log: 'a logarithm',
  relu: 'a cut number',
};

/** Where in the text and the model: "at r, layer 0, head 2"; of a weight, what its row stands for. */
export function placeWords(name: NodeName | null, story: Story): string {
  if (!name) return '';
  if ('parameter' in name) return weightWords(name.parameter, name.row, story);
  const { point, position, layer, head, index } = name;
  const at = position === null ? null : story.given(position);
  return [
    point === 'scores' || point === 'weights'
      ? `from ${at} to ${story.given(index)}`
      : at !== null && `at ${at}`,
    (point === 'logits' || point === 'probs') && `for ${story.letter(index)}`,
    layer !== null && story.layers > 1 && `layer ${layer}`,
    head !== null && `head ${head}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function weightWords(matrix: string, row: number, story: Story): string {
  switch (matrix) {
    case 'wte':
      return `describes ${story.letter(row)}`;
    case 'wpe':
      return `describes place ${row}`;
    case 'lm_head':
      return `speaks for ${story.letter(row)}`;
    default:
      return 'a weight';
  }
}

/** How it was computed. */
export function formulaWords({ op, inputs }: Pick<Inspection, 'op' | 'inputs'>): string {
  switch (op) {
    case '+':
      return inputs.length > 2 ? `the sum of ${inputs.length} numbers` : 'the sum of both';
    case '-':
      return 'the first less the second';
    case '*':
      return 'the product of both';
    case '/':
      return 'the first divided by the second';
    case 'neg':
      return 'the same, its sign turned';
    case 'pow':
      return 'a power of it';
    case 'exp':
      return 'e to the power of it';
    case 'log':
      return 'its natural logarithm';
    case 'relu':
      return 'the same if above 0, else 0';
    default:
      return inputs.length === 0 ? '' : op;
  }
}

/** A number without a past: a weight of the model, or one that was given. */
export const originWords = ({ name }: Pick<NodeInfo, 'name'>): string =>
  name && 'parameter' in name ? 'a weight: learned, not computed' : 'given, not computed';
