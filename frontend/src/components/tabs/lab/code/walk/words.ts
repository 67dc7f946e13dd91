/** What a stop says, in one sentence. Pure: every figure and letter in it is read from the recorded step. */
import { rowOf } from './shown';
import { focusOf, type Reach, type Stop } from './stops';
import { indexOfMost, type Story } from './story';

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
      return ['the next name to learn from is ', ['given', result.document], ', as numbers'];
    case 'rate':
      return ['how far one step may go; it shrinks to 0 until the last step'];
    case 'step':
      return ['step ', ['number', String(result.step)], ': guess, measure, walk back, change'];
    case 'read':
      return readWords(story, stop.position ?? 0);
    case 'mean':
      return ['the running mean of the gradients: which way to go, not only by this name'];
    case 'square':
      return ['the running mean of their squares: where it is large, the step is cut short'];
    case 'change':
      return ['each weight moves a little against its gradient, none far'];
    case 'gradients':
      return slopeWords(stop, story);
    case 'values':
      return valueWords(stop, story, focusOf(story.recording, reach));
  }
}

function readWords(story: Story, position: number): Words {
  if (position === 0) return ['the name begins: which letter comes first?'];
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
      const best = story.given(indexOfMost(point.values));
      return [`head ${point.head} compares: `, here, ' fits best with ', ['learned', best]];
    }
    case 'weights': {
      const most = indexOfMost(point.values);
      const what = (point.values[most] ?? 0) > 0.5 ? 'looks mostly at ' : 'looks first at ';
      return [...after, ` head ${point.head} ${what}`, ['learned', story.given(most)]];
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
      return [...after, ' the highest score is for ', ['learned', bestOf(story, point.values)]];
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
      return [
        'a little better: next time ',
        ['given', targetOf(story, focus)],
        ' scores otherwise',
      ];
  }
}

const bestOf = (story: Story, values: Float64Array) => story.letter(indexOfMost(values));
const targetOf = (story: Story, focus: number) => story.letter(rowOf(story, focus).row);

function probWords(story: Story, position: number, probs: Float64Array, after: Words): Words {
  const target = story.target(position);
  const best = indexOfMost(probs);
  const share: readonly [Voice, string] = ['number', two(probs[target] ?? 0)];
  if (best === target) {
    return [...after, ' it expects ', ['learned', story.letter(best)], ' most, ', share, ': right'];
  }
  const came = story.letter(target);
  return [
    ...after,
    ' it expects ',
    ['learned', story.letter(best)],
    '; it was ',
    ['given', came],
    ', ',
    share,
  ];
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
    case 'embedding':
      return [
        'the slope has come back to the letter ',
        ['given', story.given(point.position ?? 0)],
      ];
    default:
      return ['each slope times the slope that comes from behind'];
  }
}

const targetAt = (story: Story, { position }: { position: number | null }) =>
  story.letter(story.target(position ?? 0));
