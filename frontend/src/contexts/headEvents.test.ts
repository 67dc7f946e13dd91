// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { HeadJob } from '@/api/generated';
import { jobs } from '@/test/fakes';
import { headEvents, headsAt, scoreLine, settledHeads } from './headEvents';

type Row = Record<string, readonly [HeadJob['label'], number]>;
const history = (rows: [number, Row][]) =>
  rows.map(([step, named]) => ({ step, heads: jobs(named) }));

describe('headEvents', () => {
  it('tells the first stop of a job that lasts', () => {
    const story = history([
      [0, {}],
      [10, { '1.0': ['previous_character', 0.4] }],
      [20, { '1.0': ['previous_character', 0.5] }],
      [30, { '1.0': ['previous_character', 0.6] }],
    ]);
    expect(headEvents(story)).toEqual([
      { id: '1.0.10', step: 10, text: 'L1·H0 finds the previous character', rank: 2 },
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
    expect(headEvents(story).map(({ step, text }) => [step, text])).toEqual([
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
    expect(headEvents(story).map(({ step, text, rank }) => [step, text, rank])).toEqual([
      [0, 'L0·H1 finds repeats', 3],
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
    expect(headEvents(story).map(({ step, text }) => [step, text])).toEqual([
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
    expect(headEvents(neverLearned)).toEqual([]);
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
    settledHeads(story).map(({ heads }) => {
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
    expect(settledHeads(story)).toBe(settledHeads(story));
  });

  it('changes exactly where the timeline tells it', () => {
    const labels = line().map(([label]) => label);
    const changes = labels.flatMap((label, i) => (label === (labels[i - 1] ?? 'mixed') ? [] : [i]));
    expect(headEvents(story).map(({ step }) => step)).toEqual(changes);
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
