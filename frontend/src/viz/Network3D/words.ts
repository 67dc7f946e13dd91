/** The network in words: for the tooltip, and for readers who do not see it. Pure. */
import { END_MARK, figure, START_MARK, spoken } from '../glyph';
import { MODES, modeOf, numbersOf } from './cells';
import { type Block, isWithin } from './layout';
import type { CellNames, Direction, NetworkFrame, Numbers } from './types';

const UNITS: Record<Block['unit'], [string, string]> = {
  letter: ['letter', 'letters'],
  position: ['position', 'positions'],
  number: ['number', 'numbers'],
};

/** "16 numbers, 4 × 4". */
export function sizeWords({ unit, count, rows, columns }: Block): string {
  const [one, many] = UNITS[unit];
  const grid = rows > 1 && columns > 1 && rows * columns === count ? `, ${rows} × ${columns}` : '';
  return `${count} ${count === 1 ? one : many}${grid}`;
}

/** A signed number in two figures after the point, more where it would read as zero. */
export function signed(value: number): string {
  if (Number.isNaN(value)) return 'nothing';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const digits = size === 0 || size >= 0.095 ? size.toFixed(2) : size.toPrecision(2);
  const plain = size > 0 && size < 1e-5 ? size.toExponential(1).replace('-', '−') : digits;
  return value < 0 ? `−${plain}` : plain;
}

/** What a cell is called: a letter, a position and its letter, or a number. */
export function cellName(block: Block, cell: number, names: CellNames): string {
  if (block.unit === 'letter') {
    const letter = names.letters?.[cell];
    if (letter === undefined) return `letter ${cell}`;
    // One token stands at both ends of a text: what goes in is the start, what may come out the end.
    return `'${spoken(block.holds === 'given' && letter === END_MARK ? START_MARK : letter)}'`;
  }
  if (block.unit === 'position') {
    const read = names.text?.[cell];
    return read === undefined ? `position ${cell}` : `'${spoken(read)}' at position ${cell}`;
  }
  return `number ${cell}`;
}

/** What stands at a cell: "Layer 0, attention, head 2: looks back to 'a' at position 3, 0.61". */
export function cellWords(
  block: Block,
  cell: number,
  frame: NetworkFrame | null,
  direction: Direction | null,
  names: CellNames,
): string {
  const numbers = numbersOf(frame, block, direction);
  const mode = modeOf(frame, block, direction);
  const value = numbers?.[cell] ?? Number.NaN;
  const name = cellName(block, cell, names);
  if (Number.isNaN(value)) return `${block.name}: ${name}, nothing there yet`;
  if (mode === MODES.slope) return `${block.name}: ${name}, slope of the loss ${signed(value)}`;
  if (mode === MODES.given) {
    return `${block.name}: ${name} ${value > 0.5 ? 'goes in' : 'is not the one'}`;
  }
  if (mode === MODES.share) {
    return block.unit === 'position'
      ? `${block.name}: looks at ${name}, ${figure(value)}`
      : `${block.name}: ${name}, ${figure(value)}`;
  }
  return `${block.name}: ${name} = ${signed(value)}`;
}

interface Summary {
  there: number;
  low: number;
  high: number;
  /** Cell of the largest. */
  top: number;
}

function summarise(numbers: Numbers): Summary {
  const sum: Summary = {
    ...{ there: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY, top: -1 },
  };
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum.there++;
    sum.low = Math.min(sum.low, value);
    if (value > sum.high) {
      sum.high = value;
      sum.top = i;
    }
  }
  return sum;
}

/** What a block holds now, in a sentence without its name. */
export function holdsWords(
  block: Block,
  frame: NetworkFrame | null,
  direction: Direction | null,
  names: CellNames,
): string {
  const numbers = numbersOf(frame, block, direction);
  const mode = modeOf(frame, block, direction);
  const { there, low, high, top } = numbers
    ? summarise(numbers)
    : { there: 0, low: 0, high: 0, top: 0 };
  if (there === 0) return 'nothing computed yet';
  const name = cellName(block, top, names);
  if (mode === MODES.given) return `${name} goes in`;
  if (mode === MODES.slope) return `slopes of the loss from ${signed(low)} to ${signed(high)}`;
  if (mode === MODES.signed) return `from ${signed(low)} to ${signed(high)}`;
  if (block.unit === 'letter') return `most likely ${name}, ${figure(high)}`;
  const rest = block.count - there;
  const later = rest > 0 ? `, ${rest} still to come` : '';
  return `looks most at ${name}, ${figure(high)}${later}`;
}

/** Where arrows lead from a block: along the order of reading, or to its neighbours side by side. */
export function blockBeside(blocks: readonly Block[], from: number, by: 1 | -1): number {
  const next = from + by;
  return next < 0 ? blocks.length - 1 : next % blocks.length;
}

const FLOWS: Record<Direction, string> = {
  forward: ' Numbers flow forward, from the letters to the next letter.',
  backward: ' Slopes of the loss flow back, from the next letter to the letters.',
  both: ' Numbers flow forward and slopes of the loss back.',
};

/** What is computed now: one block by its name, several by the first and how many more. */
function litWords(blocks: readonly Block[], lit: string | null): string {
  const all = blocks.filter(({ id }) => isWithin(id, lit));
  const more = all.length > 1 ? ` and ${all.length - 1} more beside it` : '';
  return all[0] ? ` Computed now: ${all[0].name}${more}.` : '';
}

/** The picture as one sentence or two. */
export function pictureWords(
  blocks: readonly Block[],
  lit: string | null,
  direction: Direction | null,
): string {
  const cells = blocks.reduce((sum, { count }) => sum + count, 0);
  const now = litWords(blocks, lit);
  const flow = direction === null ? '' : FLOWS[direction];
  return `${blocks.length} blocks with ${cells} numbers, in the order they are computed.${now}${flow}`;
}
