import { describe, expect, it } from 'vitest';
import { findCrossings, findMemorising } from './milestones';
import { RunRecorder } from './RunRecorder';

const REFERENCES = { uniform: 4, unigram: 3.02, bigram: 2.02, trigram: 1 };

const search = (losses: number[], radius = 2, known: { id: string }[] = []) =>
  findCrossings({
    steps: Float64Array.from(losses.map((_, i) => i + 1)),
    losses: Float64Array.from(losses),
    length: losses.length,
    radius,
    references: REFERENCES,
    known: known.map(({ id }) => ({ id, step: 0, loss: 0, text: '' })),
  });

/** A straight line from 4 at step 0 down by 0.1 a step: its centred mean is the line itself. */
const line = (length: number) => Array.from({ length }, (_, i) => 4 - (i + 1) / 10);

describe('findCrossings', () => {
  it('places each remark where the smoothed line meets its reference', () => {
    const { crossings } = search(line(25));
    expect(crossings.map(({ id, step }) => [id, step])).toEqual([
      ['unigram', 10],
      ['bigram', 20],
    ]);
    expect(crossings[0]?.loss).toBeCloseTo(3, 10);
  });

  it('moves with the data: half the slope, twice the step', () => {
    const slow = Array.from({ length: 25 }, (_, i) => 4 - (i + 1) / 20);
    expect(search(slow).crossings.map(({ step }) => step)).toEqual([20]);
  });

  it('waits until the whole window is known, so a lucky batch is not celebrated', () => {
    expect(search(line(11)).crossings).toEqual([]);
    expect(search(line(12)).crossings.map(({ step }) => step)).toEqual([10]);
    const lucky = [...Array.from({ length: 10 }, () => 3.5), 2.9, ...Array(10).fill(3.5)];
    expect(search(lucky).crossings).toEqual([]);
  });

  it('does not look again for what was found', () => {
    expect(search(line(15), 2, [{ id: 'unigram' }]).crossings).toEqual([]);
  });
});

describe('findMemorising', () => {
  const points = (vals: (number | null)[], trains: number[]) =>
    vals.map((valLoss, i) => ({ step: i * 50, valLoss, trainLoss: trains[i] ?? null }));

  it('points at the best checkpoint once unseen text got harder three times in a row', () => {
    const vals = [4, 3, 2.5, 2.52, 2.55, 2.6];
    expect(findMemorising(points(vals, [4, 3, 2.5, 2.4, 2.3, 2.2]))).toMatchObject({
      step: 100,
      loss: 2.5,
    });
    expect(findMemorising(points(vals.slice(0, 5), [4, 3, 2.5, 2.4, 2.3]))).toBeNull();
  });

  it('says nothing when the training text got harder as well, or by less than the noise', () => {
    const trains = [4, 3, 2.5, 2.6, 2.7, 2.8];
    expect(findMemorising(points([4, 3, 2.5, 2.6, 2.7, 2.8], trains))).toBeNull();
    const falling = [4, 3, 2.5, 2.4, 2.3, 2.2];
    expect(findMemorising(points([4, 3, 2.5, 2.501, 2.502, 2.503], falling))).toBeNull();
    expect(findMemorising(points([4, 3, 2.5, null, 2.7, 2.8], falling))).toBeNull();
  });
});

it('a recorder keeps a remark once it was measured, and forgets it with the run', () => {
  const recorder = new RunRecorder();
  recorder.plan({ maxStep: 100, references: REFERENCES });
  const losses = line(30);
  for (const [i, loss] of losses.entries()) {
    recorder.addProgress({ step: i + 1, steps: [i + 1], train_losses: [loss], iters_per_sec: 20 });
    recorder.publish();
  }
  const found = recorder.getSnapshot().milestones;
  expect(found.map(({ id, step }) => [id, step])).toEqual([
    ['unigram', 10],
    ['bigram', 20],
  ]);
  recorder.begin();
  recorder.publish();
  expect(recorder.getSnapshot().milestones).toEqual([]);
});
