/** What a stop says, in one sentence. Pure: every figure and letter in it is read from the recorded step. */
import type { RecordedPoint } from 'microgpt';
import { exactText, numberText } from '../numberText';
import { insideWords } from './insideWords';
import { rowOf, shownAt } from './shown';
import { focusOf, type Reach, type Stop } from './stops';
import { indexesOfMost, indexOfMost, type Story } from './story';

/** given: what the model reads. learned: what it makes of it. number: a figure of the step. */
export type Voice = 'given' | 'learned' | 'number';
export type Words = (string | readonly [Voice, string])[];

const two = (value: number): string => value.toFixed(2).replace('-', '−');
const ordinal = (n: number): string => {
  const tail = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${tail}`;
};

export function wordsAt(stop: Stop, story: Story, reach: Reach): Words {
  const { result } = story.recording;
  switch (stop.kind) {
    case 'document':
      return ['the next document to learn from is ', ['given', result.document], ', as numbers'];
    case 'rate':
      return ['how far one step may go; it shrinks to 0 until the last step'];
    case 'step':
      return ['step ', ['number', String(result.step)], ': guess, measure, walk back, change'];
    case 'read':
      return readWords(story, stop.position ?? 0);
    case 'mean':
      return ['the running mean of the gradients: which way to go, not only by this document'];
    case 'square':
      return ['the running mean of their squares: where it is large, the step is cut short'];
    case 'inside':
      return insideWords(stop, story);
    case 'change':
      return changeWords(stop, story, reach);
    case 'gradients':
      return slopeWords(stop, story);
    case 'values':
      return valueWords(stop, story, focusOf(story.recording, reach));
  }
}

function readWords(story: Story, position: number): Words {
  if (position === 0) return ['the document begins: which letter comes first?'];
  return [
    ['given', story.given(position)],
    ` is read, the ${ordinal(position)} letter: which one comes next?`,
  ];
}

/** "after mari", or "at the start". */
const afterWords = (story: Story, position: number): Words =>
  position === 0 ? ['at the start'] : ['after ', ['given', story.after(position)]];

function valueWords(stop: Stop, story: Story, focus: number): Words {
  const { point } = stop;
  if (!point) return [];
  const position = point.position ?? focus;
  const here: readonly [Voice, string] = ['given', story.given(position)];
  const after = afterWords(story, position);
  const negative = point.values.filter((value) => value < 0).length;
  switch (point.point) {
    case 'embedding':
      return ['what ', here, ` is, plus that it stands at place ${position}`];
    case 'norm':
      return ['the same direction, at a length that later parts can rely on'];
    case 'q':
      return ['what ', here, ' looks for in the letters so far'];
    case 'k':
      return ['what can be found at ', here, ', for those that look'];
    case 'v':
      return ['what ', here, ' hands over to whom it suits'];
    case 'scores': {
      const { few, words } = mostOf(point.values, (i) => story.given(i));
      return [`head ${point.head} compares: `, here, few ? ' fits best with ' : ' fits ', ...words];
    }
    case 'weights': {
      const { few, most, words } = mostOf(point.values, (i) => story.given(i));
      const how = most > 0.5 ? ' mostly' : few ? ' first' : '';
      return [...after, ` head ${point.head} looks${how} at `, ...words];
    }
    case 'mixed':
      return [`what all ${story.heads} heads brought along, side by side`];
    case 'attended':
      return ['what attention adds to what ', here, ' already knew'];
    case 'hidden':
      return [`${point.values.length} numbers, and `, ['number', String(negative)], ' below 0'];
    case 'active': {
      const awake = point.values.filter((value) => value > 0).length;
      return ['below 0 becomes 0: ', ['number', String(awake)], ' stay awake'];
    }
    case 'thought':
      return ['what this bit of thinking adds'];
    case 'x':
      return [
        'what is known at ',
        here,
        ` after block ${(point.layer ?? 0) + 1} of ${story.layers}`,
      ];
    case 'logits':
      return [
        ...after,
        ' the highest score is for ',
        ...mostOf(point.values, (i) => story.letter(i)).words,
      ];
    case 'probs':
      return probWords(story, position, point.values, after);
    case 'losses': {
      const worst = indexOfMost(point.values);
      const came = story.letter(story.target(worst));
      return ['it was most surprised by ', ['given', came], ' ', ...afterWords(story, worst)];
    }
    case 'loss':
      return ['the surprise of this step, on average; less is better'];
    case 'gradients':
      return ['how the loss grows with each weight behind ', ['given', targetOf(story, focus)]];
    case 'before':
      return ['the weights behind ', ['given', targetOf(story, focus)], ' as they are'];
    case 'after':
      return movedWords(story, focus);
  }
}

interface Most {
  most: number;
  /** The largest is told from the others. */
  few: boolean;
  words: Words;
}

/** Named one by one up to this many; of more, how many they are. */
const NAMED_TIES = 3;

/** The name of the largest; of several that no figure shown here tells apart, that they are alike. */
function mostOf(values: Float64Array, nameOf: (index: number) => string): Most {
  const best = indexesOfMost(values, (value) => numberText(value));
  const most = values[best[0] ?? 0] ?? 0;
  const names = best.map((i): readonly [Voice, string] => ['learned', nameOf(i)]);
  const [only] = names;
  if (names.length === 1 && only) return { most, few: true, words: [only] };
  const all = names.length === values.length;
  const alike: Words =
    names.length > NAMED_TIES
      ? [`${all ? `all ${names.length}` : `${names.length} of ${values.length}`} alike, `]
      : [...names.flatMap((name, i) => (i === 0 ? [name] : [' and ', name])), ' alike, '];
  return { most, few: !all, words: [...alike, ['number', numberText(most)], ' each'] };
}

/** How far the update moved a row of weights. */
function changeWords(stop: Stop, story: Story, reach: Reach): Words {
  const sizes = (shownAt(stop, story, reach)?.cells ?? []).map(({ value }) => Math.abs(value));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return [
    'each moves against its running mean: by ',
    ['number', numberText(mean)],
    ' on average, ',
    ['number', numberText(Math.max(...sizes))],
    ' at most',
  ];
}

/** What the moved row makes of the same x: the score of what really came, before and after. */
function movedWords(story: Story, position: number): Words {
  const x = story.find('x', { position, layer: story.layers - 1 })?.values ?? [];
  const { start } = rowOf(story, position);
  const score = (name: 'before' | 'after') => {
    const weights = story.find(name)?.values ?? [];
    return Array.from(x).reduce((sum, one, i) => sum + one * (weights[start + i] ?? 0), 0);
  };
  const [before, after] = [score('before'), score('after')];
  return [
    'this row alone lets ',
    ['given', targetOf(story, position)],
    ' score ',
    ['number', exactText(after)],
    ' instead of ',
    ['number', exactText(before)],
    ' ',
    ...afterWords(story, position),
  ];
}

const targetOf = (story: Story, focus: number) => story.letter(rowOf(story, focus).row);

function probWords(story: Story, position: number, probs: Float64Array, after: Words): Words {
  const target = story.target(position);
  const best = indexesOfMost(probs, (value) => numberText(value));
  const share: readonly [Voice, string] = ['number', two(probs[target] ?? 0)];
  const came: readonly [Voice, string] = ['given', story.letter(target)];
  if (best.length > 1) {
    const { words } = mostOf(probs, (i) => story.letter(i));
    return [...after, ' it expects ', ...words, '; it was ', came, ', ', share];
  }
  const expected: readonly [Voice, string] = ['learned', story.letter(best[0] ?? 0)];
  if (best[0] === target) return [...after, ' it expects ', expected, ' most, ', share, ': right'];
  return [...after, ' it expects ', expected, '; it was ', came, ', ', share];
}

function slopeWords(stop: Stop, story: Story): Words {
  const { point } = stop;
  const gradients = point?.gradients;
  if (!point || !gradients) return [];
  switch (point.point) {
    case 'loss':
      return ['now back: how would the loss change if each number grew a little?'];
    case 'probs':
      return ['only one counts: more for ', ['given', targetAt(story, point)], ', less loss'];
    case 'logits': {
      const down = story.letter(indexOfMost(gradients, -1));
      const up = story.letter(indexOfMost(gradients));
      return [['learned', down], ' should score higher, ', ['learned', up], ' lower'];
    }
    case 'weights': {
      const wanted = indexOfMost(gradients, -1);
      const letter = story.given(wanted);
      return [`head ${point.head} should have looked more at `, ['learned', letter]];
    }
    default:
      return backWords(point, gradients, story);
  }
}

/** Of what the slopes are, and from where they come. */
function backWords(point: RecordedPoint, gradients: Float64Array, story: Story): Words {
  const here: readonly [Voice, string] = ['given', story.given(point.position ?? 0)];
  const layer = point.layer ?? 0;
  switch (point.point) {
    case 'x':
      return [
        'how the loss grows with what is known at ',
        here,
        layer === story.layers - 1
          ? ': from the scores, through lm_head'
          : `: from block ${layer + 2}, past it and through it`,
      ];
    case 'thought':
      return [
        'how the loss grows with what the MLP added at ',
        here,
        ': as with x, for it is a part of x',
      ];
    case 'hidden': {
      const cut = gradients.filter((slope) => slope === 0).length;
      return [
        'how the loss grows with what the MLP made of ',
        here,
        ': from thought, through fc2; 0 where relu cut, ',
        ['number', String(cut)],
        ` of ${gradients.length}`,
      ];
    }
    case 'attended':
      return [
        'how the loss grows with what attention added at ',
        here,
        ': from x, past the MLP and through it',
      ];
    case 'mixed':
      return [
        `how the loss grows with what ${story.heads === 1 ? 'the head' : `the ${story.heads} heads`} brought to `,
        here,
        ': from attended, through wo',
      ];
    case 'v':
      return [
        'how the loss grows with what ',
        here,
        ' hands over: from mixed, by how much each letter looked here',
      ];
    case 'k':
      return [
        'how the loss grows with what can be found at ',
        here,
        ': from the scores of those that looked, times their q',
      ];
    case 'q':
      return [
        'how the loss grows with what ',
        here,
        ' looks for: from its scores, times the k of each letter',
      ];
    case 'norm':
      return [
        'how the loss grows with ',
        here,
        ' at its steady length: from q, k and v, and past attention from x',
      ];
    default:
      return [
        'how the loss grows with the letter ',
        here,
        ' and its place: from norm, through rmsnorm',
      ];
  }
}

const targetAt = (story: Story, { position }: { position: number | null }) =>
  story.letter(story.target(position ?? 0));
