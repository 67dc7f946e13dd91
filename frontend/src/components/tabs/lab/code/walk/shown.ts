/** The numbers that a stop shows, each with its name, its slope and where to ask about it. Pure. */
import type { Recording } from 'microgpt';
import type { Stop } from './stops';
import { focusOf, type Reach } from './stops';
import { END, START, Story } from './story';

export interface Cell {
  /** A letter, or a number's place. */
  label: string;
  value: number;
  /** How fast the loss grows with it; null where nothing flows back. */
  gradient: number | null;
  /** For `inspect`; null: it has no history. */
  node: number | null;
  /** A weight of the model, around its update. */
  weight: Weight | null;
}

export interface Weight {
  matrix: string;
  row: number;
  column: number;
  before: number;
  gradient: number;
  /** Adam's running means with this step: of the gradients, and of their squares. */
  m: number;
  v: number;
  after: number;
}

export interface Shown {
  /** The variable in the code. */
  label: string;
  /** letters: a chip each. bars: many, or without a name. figures: few and large. */
  form: 'letters' | 'bars' | 'figures';
  /** share: 0 to 1. signed: both sides of 0. count: whole, or a size above 0. */
  scale: 'share' | 'signed' | 'size';
  cells: Cell[];
}

/** More of them than these are bars, even if each has a letter. A share is short; others have a sign and more figures. */
const MOST_CHIPS = { share: 10, signed: 6, size: 6 };

const plain = (label: string, value: number): Cell => ({
  ...{ label, value, gradient: null, node: null, weight: null },
});

/** What a stop shows; null where the line has no value of its own. */
export function shownAt(stop: Stop, story: Story, reach: Reach): Shown | null {
  const { result } = story.recording;
  switch (stop.kind) {
    case 'document':
      return {
        ...{ label: 'tokens', form: 'figures', scale: 'size' },
        cells: result.tokens.map((token, i) => plain(tokenLabel(story, i), token)),
      };
    case 'rate':
      return figure('rate', result.learningRate);
    case 'step':
      return null;
    case 'read': {
      const position = stop.position ?? 0;
      return figure('tokens[i]', result.tokens[position] ?? 0, story.given(position));
    }
    case 'mean':
    case 'square':
    case 'change':
      return weightsShown(story, focusOf(story.recording, reach), OF_ADAM[stop.kind]);
    default:
      return pointShown(stop, story, reach);
  }
}

/** As the code calls them. */
const OF_ADAM = { mean: 'm', square: 'v', change: 'step' } as const;

const figure = (label: string, value: number, name = label): Shown => ({
  ...{ label, form: 'figures', scale: 'size', cells: [plain(name, value)] },
});

/** The letter of a token of the document; the marks around it by their names. */
function tokenLabel(story: Story, index: number): string {
  return index < story.length ? story.given(index) : story.letter(story.target(index - 1));
}

function pointShown(stop: Stop, story: Story, reach: Reach): Shown | null {
  const { point, kind } = stop;
  if (!point) return null;
  if (point.point === 'gradients' || point.point === 'before' || point.point === 'after') {
    return weightsShown(story, focusOf(story.recording, reach), point.point);
  }
  const labels = labelsOf(point.point, point.values.length, story);
  const back = kind === 'gradients';
  const values = back ? point.gradients : point.values;
  const cells = Array.from(values ?? [], (value, i) => ({
    label: labels?.[i] ?? String(i),
    value,
    gradient: point.gradients?.[i] ?? null,
    node: point.nodes?.[i] ?? null,
    weight: null,
  }));
  const share = !back && (point.point === 'weights' || point.point === 'probs');
  const loss = !back && (point.point === 'losses' || point.point === 'loss');
  const scale = share ? 'share' : loss ? 'size' : 'signed';
  const few = labels && cells.length <= MOST_CHIPS[scale];
  return {
    label: back ? `${point.point}.grad` : point.point,
    form: cells.length === 1 ? 'figures' : few ? 'letters' : 'bars',
    scale,
    cells,
  };
}

function labelsOf(name: string, count: number, story: Story): string[] | null {
  const each = (label: (i: number) => string) => Array.from({ length: count }, (_, i) => label(i));
  switch (name) {
    case 'scores':
    case 'weights':
      return each((i) => story.given(i));
    case 'logits':
    case 'probs':
      return each((i) => story.letter(i));
    case 'losses':
      return each((i) => story.letter(story.target(i)));
    case 'loss':
      return ['loss'];
    default:
      return null;
  }
}

/** The row of the last matrix that guesses the letter which really came: what the update does to one row of weights. */
export function rowOf(story: Story, position: number) {
  const { offsets } = story.recording;
  const matrix = offsets.find(({ name }) => name === 'lm_head');
  const row = story.target(position);
  const columns = matrix?.shape[1] ?? 0;
  return { matrix: 'lm_head', row, columns, start: (matrix?.offset ?? 0) + row * columns };
}

function weightsShown(
  story: Story,
  position: number,
  what: 'gradients' | 'before' | 'm' | 'v' | 'step' | 'after',
): Shown | null {
  const [gradients, before, after] = (['gradients', 'before', 'after'] as const).map(
    (name) => story.find(name)?.values,
  );
  if (!gradients || !before || !after) return null;
  const { m, v } = story.recording.moments;
  const { matrix, row, columns, start } = rowOf(story, position);
  const cells = Array.from({ length: columns }, (_, column) => {
    const at = start + column;
    const weight: Weight = {
      ...{ matrix, row, column },
      before: before[at] as number,
      gradient: gradients[at] as number,
      m: m[at] as number,
      v: v[at] as number,
      after: after[at] as number,
    };
    const value = {
      ...weight,
      gradients: weight.gradient,
      step: weight.before - weight.after,
    }[what];
    return { label: String(column), value, gradient: weight.gradient, node: null, weight };
  });
  return { label: what, form: 'bars', scale: what === 'v' ? 'size' : 'signed', cells };
}

export { END, START, Story };
export const storyOf = (recording: Recording, chars: readonly string[]): Story =>
  new Story(recording, chars);
