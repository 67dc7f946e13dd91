// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { HeadJob, MeasuredHeads } from '@/api/generated';
import { jobs } from '@/test/fakes';
import { headEvents, headsAt, scoreLine, settledHeads } from './headEvents';

type Row = Record<string, readonly [HeadJob['label'], number]>;
const history = (rows: [number, Row][]) =>
  rows.map(([step, named]) => ({ step, heads: jobs(named) }));

const PROBE = 'To be, or not to be';
const settle = (story: readonly MeasuredHeads[], lasting = 0) => settledHeads(story, { lasting });
const eventsOf = (story: readonly MeasuredHeads[], lasting = 0) =>
  headEvents(settle(story, lasting), { probe: PROBE });

describe('headEvents', () => {
  it('tells the first stop of a job that lasts', () => {
    const story = history([
      [0, {}],
      [10, { '1.0': ['previous_character', 0.4] }],
      [20, { '1.0': ['previous_character', 0.5] }],
      [30, { '1.0': ['previous_character', 0.6] }],
    ]);
    expect(eventsOf(story)).toEqual([
      { id: '1.0.10', step: 10, text: 'L1·H0 finds the previous character', rank: 4 },
    ]);
  });

  it('does not tell a flicker nor the same job twice', () => {
    const found = ['induction', 0.6] as const;
    const story = history([
      [0, { '0.1': ['word_start', 0.5] }],
      [1, {}],
      [2, { '0.1': found }],
      [3, { '0.1': found }],
      [4, {}],
      [5, { '0.1': found }],
      [6, { '0.1': found }],
    ]);
    expect(eventsOf(story).map(({ step, text }) => [step, text])).toEqual([
      [2, 'L0·H1 finds repeats'],
    ]);
  });

  it('tells last of all when a job is given up, and when it is found again', () => {
    const found = ['induction', 0.6] as const;
    const story = history([
      [0, { '0.1': found }],
      [1, { '0.1': found }],
      [2, {}],
      [3, {}],
      [4, { '0.1': found }],
      [5, { '0.1': found }],
    ]);
    expect(eventsOf(story).map(({ step, text, rank }) => [step, text, rank])).toEqual([
      [0, 'L0·H1 finds repeats', 5],
      [2, 'L0·H1 gives up its job', -1],
      [4, 'L0·H1 finds repeats', 3],
    ]);
  });

  it('takes the even look before learning for no event, and a later one for one', () => {
    const even = { '0.0': ['diffuse', 0.9] } as Row;
    const busy = { '0.0': ['word_start', 0.9] } as Row;
    const story = history([
      [0, even],
      [1, even],
      [2, busy],
      [3, busy],
      [4, even],
      [5, even],
      [6, {}],
      [7, {}],
    ]);
    expect(eventsOf(story).map(({ step, text }) => [step, text])).toEqual([
      [2, 'L0·H0 finds word starts'],
      [4, 'L0·H0 spreads its look'],
      [6, 'L0·H0 no longer spreads its look'],
    ]);
    const neverLearned = history([
      [0, even],
      [1, even],
      [2, {}],
      [3, {}],
    ]);
    expect(eventsOf(neverLearned)).toEqual([]);
  });
});

describe('what is marked', () => {
  const story = history([
    [0, {}],
    [10, { '0.0': ['positional', 0.4], '1.1': ['induction', 0.5] }],
    [20, { '0.0': ['positional', 0.4], '1.1': ['induction', 0.5], '0.1': ['positional', 0.4] }],
    [30, { '0.1': ['positional', 0.4], '1.0': ['induction', 0.5] }],
    [40, { '1.0': ['induction', 0.5] }],
    [50, { '1.0': ['induction', 0.5] }],
  ]);

  it('is every trick, the first head of a habit, and the loss of a trick alone', () => {
    expect(eventsOf(story).map(({ text, quiet = false }) => [text, quiet])).toEqual([
      ['L0·H0 keeps its distance', false],
      ['L1·H1 finds repeats', false],
      ['L0·H1 keeps its distance', true],
      ['L0·H0 gives up its job', true],
      ['L1·H0 finds repeats', false],
      ['L1·H1 gives up its job', false],
      ['L0·H1 gives up its job', true],
    ]);
  });

  it('is told in the words of the text that heads are measured on', () => {
    const finds = history([
      [0, { '0.0': ['separators', 0.4] }],
      [9, { '0.0': ['separators', 0.4] }],
    ]);
    const told = (probe: string) => headEvents(settle(finds), { probe })[0]?.text;
    expect(told('Emma\nAda\n')).toBe('L0·H0 finds line ends');
    expect(told('To be, or')).toBe('L0·H0 finds spaces and punctuation');
  });
});

describe('settledHeads', () => {
  const story = history([
    [0, { '0.1': ['word_start', 0.5] }],
    [1, { '0.1': ['induction', 0.6] }],
    [2, { '0.1': ['induction', 0.7] }],
    [3, { '0.1': ['previous_character', 0.3] }],
    [4, { '0.1': ['induction', 0.8] }],
    [5, {}],
    [6, {}],
    [7, { '0.1': ['separators', 0.9] }],
  ]);
  const line = () =>
    settle(story).map(({ heads }) => {
      const { label, score } = heads.find(({ layer, head }) => layer === 0 && head === 1) ?? {};
      return [label, score];
    });

  it('keeps a job through a flicker, with its own score, and waits for proof of a new one', () => {
    expect(line()).toEqual([
      ['mixed', 0.5],
      ['induction', 0.6],
      ['induction', 0.7],
      ['induction', 0.1],
      ['induction', 0.8],
      ['mixed', 0.1],
      ['mixed', 0.1],
      ['mixed', 0.9],
    ]);
  });

  it('lets a name count only when it lasted long enough, from its first stop on', () => {
    const flaps = history([
      [0, {}],
      [10, { '0.1': ['separators', 0.4] }],
      [14, { '0.1': ['separators', 0.4] }],
      [18, {}],
      [30, { '0.1': ['induction', 0.4] }],
      [40, { '0.1': ['induction', 0.4] }],
      [55, { '0.1': ['induction', 0.4] }],
    ]);
    const labels = (lasting: number, count = flaps.length) =>
      settle(flaps.slice(0, count), lasting).map(({ heads }) => heads[1]?.label);
    expect(labels(25)).toEqual([...Array(4).fill('mixed'), ...Array(3).fill('induction')]);
    // While it trains, proof is still missing.
    expect(labels(25, 6)).toEqual(Array(6).fill('mixed'));
    expect(labels(8).slice(1, 3)).toEqual(['separators', 'separators']);
  });

  it('changes exactly where the timeline tells it', () => {
    const labels = line().map(([label]) => label);
    const changes = labels.flatMap((label, i) => (label === (labels[i - 1] ?? 'mixed') ? [] : [i]));
    expect(eventsOf(story).map(({ step }) => step)).toEqual(changes);
  });
});

it('finds what heads did at a step and how one score grew', () => {
  const story = history([
    [0, { '0.0': ['induction', 0.1] }],
    [10, { '0.0': ['induction', 0.5] }],
  ]);
  expect(headsAt(story, 9)?.step).toBe(0);
  expect(headsAt(story, 10)?.step).toBe(10);
  expect(headsAt([], 10)).toBeNull();
  expect(scoreLine(story, { layer: 0, head: 0, label: 'induction' })).toEqual([
    { step: 0, score: 0.1 },
    { step: 10, score: 0.5 },
  ]);
});
