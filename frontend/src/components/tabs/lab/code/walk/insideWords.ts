/** What a line of a building block says. Pure. */
import { numberText } from '../numberText';
import { shownAt } from './shown';
import type { InsideMark, Stop } from './stops';
import type { Story } from './story';
import type { Voice, Words } from './words';

const number = (value: number): readonly [Voice, string] => ['number', numberText(value)];

export function insideWords(stop: Stop, story: Story): Words {
  const { point } = stop;
  if (!point) return [];
  const here: readonly [Voice, string] = ['given', story.given(point.position ?? 0)];
  const numbers = (shownAt(stop, story, NO_REACH)?.cells ?? []).map(({ value }) => value);
  const [first = 0] = numbers;
  const inside = (name: string) => point.inside?.find((one) => one.name === name)?.values ?? [];
  const count = String(numbers.length);
  switch (stop.mark as InsideMark) {
    case 'rmsnorm':
      return ['into rmsnorm, once: in go the ', ['number', count], ' numbers of ', here];
    case 'mean_square':
      return ['the mean of their squares, ', number(first)];
    case 'scale':
      return ['1 divided by its root: every number is to be multiplied by ', number(first)];
    case 'rmsnorm_out':
      return ['out they come, each times ', number(inside('scale')[0] ?? 0)];
    case 'linear':
      return ['into linear, once: in go ', ['number', count], ' numbers at ', here, ', and wq'];
    case 'products':
      return [
        `row 0 of wq: ${count} products, which add up to `,
        number(point.values[0] ?? 0),
        ', the first number of q',
      ];
    case 'linear_out':
      return ['out come ', ['number', count], ' numbers, one for each row of wq'];
    case 'softmax':
      return [
        'into softmax, once: in go the scores of ',
        here,
        ', one for each letter so far; the largest is ',
        number(inside('largest')[0] ?? 0),
      ];
    case 'powers':
      return ['the largest is taken off, then e to the power of what is left'];
    case 'total':
      return ['the powers add up to ', number(first)];
    case 'softmax_out':
      return ['out come shares: each power divided by ', number(inside('total')[0] ?? 0)];
  }
}

/** A stop inside has a point of its own: nothing is chosen here. */
const NO_REACH = { position: 'last', head: 0 } as const;
