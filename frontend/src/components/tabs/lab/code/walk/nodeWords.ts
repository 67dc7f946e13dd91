/** How numbers of a recorded step are called, and how they were computed, for a person. Pure. */
import type { Inspection, NodeInfo, NodeName } from 'microgpt';
import type { Story } from './story';

/** "q[3]", "wq[2][5]", "weights[1]"; what it belongs to is `placeWords`. */
export function nameText(name: NodeName | null): string {
  if (!name) return 'a number in between';
  if ('parameter' in name) return `${name.parameter}[${name.row}][${name.column}]`;
  return name.point === 'loss' ? 'loss' : `${name.point}[${name.index}]`;
}

/** Where in the text and the model: "at r, layer 0, head 2"; of a weight, what its row stands for. */
export function placeWords(name: NodeName | null, story: Story): string {
  if (!name) return '';
  if ('parameter' in name) {
    if (name.parameter === 'wte') return `describes ${story.letter(name.row)}`;
    if (name.parameter === 'lm_head') return `speaks for ${story.letter(name.row)}`;
    if (name.parameter === 'wpe') return `describes place ${name.row}`;
    return 'a weight';
  }
  const { position, layer, head } = name;
  return [
    position !== null && `at ${story.given(position)}`,
    layer !== null && story.layers > 1 && `layer ${layer}`,
    head !== null && `head ${head}`,
  ]
    .filter(Boolean)
    .join(', ');
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
