import { describe, expect, it } from 'vitest';
import {
  findCrossings,
  findMemorising,
  findMilestones,
  findOverfit,
  tellingLines,
} from './milestones';
import { RunRecorder } from './RunRecorder';

const REFERENCES = { uniform: 4, unigram: 3.02, bigram: 2.02, trigram: 1 };

/** Checkpoints every 50 steps; the training loss falls unless it is given. */
const points = (vals: (number | null)[], trains: number[] = vals.map((_, i) => 4 - i / 10)) =>
  vals.map((valLoss, i) => ({ step: i * 50, valLoss, trainLoss: trains[i] ?? null }));

describe('tellingLines', () => {
  it('names all four where each is clearly below the weaker ones', () => {
    expect(tellingLines(REFERENCES)).toEqual(['uniform', 'unigram', 'bigram', 'trigram']);
  });

  it('leaves out a line that is not below every weaker one that is shown', () => {
    const random = { uniform: 3.33, unigram: 3.32, bigram: 3.28, trigram: 3.33 };
    expect(tellingLines(random)).toEqual(['uniform', 'bigram']);
    const short = { uniform: 3.6, unigram: 3.1, bigram: 3.4, trigram: 3.7 };
    expect(tellingLines(short)).toEqual(['uniform', 'unigram']);
    expect(tellingLines({ uniform: 0, unigram: 0, bigram: 0, trigram: 0 })).toEqual(['uniform']);
  });
});

describe('findCrossings', () => {
  const places = (vals: (number | null)[]) =>
    findCrossings(points(vals), REFERENCES).map(({ id, step, loss }) => [id, step, loss]);

  it('places each remark where unseen text met its line, between two checkpoints', () => {
    expect(places([4.02, 2.52, 1.52])).toMatchObject([
      ['unigram', expect.closeTo(100 / 3, 6), 3.02],
      ['bigram', expect.closeTo(75, 6), 2.02],
    ]);
  });

  it('says nothing of a line that unseen text has risen above again', () => {
    expect(places([4, 2.5, 1.5]).map(([id]) => id)).toEqual(['unigram', 'bigram']);
    expect(places([4, 2.5, 1.5, 2.6]).map(([id]) => id)).toEqual(['unigram']);
    expect(places([4, 2.5, 1.5, 6.96])).toEqual([]);
    expect(places([4, 2.5, null])).toEqual([]);
  });

  it('passes over what could not be measured, and takes a first point that is already below', () => {
    expect(places([4.02, null, 2.02])).toMatchObject([['unigram', expect.closeTo(50, 6), 3.02]]);
    expect(places([2.5])).toEqual([['unigram', 0, 2.5]]);
  });

  it('is silent about lines that mean nothing, and without references', () => {
    const random = { uniform: 3.33, unigram: 3.32, bigram: 3.28, trigram: 3.33 };
    expect(findCrossings(points([3.4, 1.4]), random).map(({ id }) => id)).toEqual(['bigram']);
    expect(findCrossings(points([4, 1]), null)).toEqual([]);
  });
});

describe('findMemorising', () => {
  it('points at the best checkpoint once unseen text got harder three times in a row', () => {
    const vals = [4, 3, 2.5, 2.52, 2.55, 2.6];
    expect(findMemorising(points(vals, [4, 3, 2.5, 2.4, 2.3, 2.2]))).toMatchObject({
      step: 100,
      loss: 2.5,
    });
    expect(findMemorising(points(vals.slice(0, 5), [4, 3, 2.5, 2.4, 2.3]))).toBeNull();
  });

  it('points at the best of all when the rises begin a little later, and never before it', () => {
    const vals = [4, 2.5, 2.6, 2.55, 2.6, 2.65, 2.7];
    expect(findMemorising(points(vals))).toMatchObject({ step: 50, loss: 2.5 });
    expect(findMemorising(points([...vals, 2.4]))).toBeNull();
  });

  it('says nothing when the training text got harder as well, or by less than the noise', () => {
    const trains = [4, 3, 2.5, 2.6, 2.7, 2.8];
    expect(findMemorising(points([4, 3, 2.5, 2.6, 2.7, 2.8], trains))).toBeNull();
    const falling = [4, 3, 2.5, 2.4, 2.3, 2.2];
    expect(findMemorising(points([4, 3, 2.5, 2.501, 2.502, 2.503], falling))).toBeNull();
    expect(findMemorising(points([4, 3, 2.5, null, 2.7, 2.8], falling))).toBeNull();
  });
});

it('orders the remarks by step', () => {
  const found = findMilestones(points([4, 2.5, 1.5, 1.6, 1.7, 1.8]), REFERENCES);
  expect(found.map(({ id }) => id)).toEqual(['unigram', 'bigram', 'memorising']);
});

it('of a style run keeps what was passed, and does not call a rise memory', () => {
  const found = findMilestones(points([4, 2.5, 1.5, 3.1, 3.2, 3.3]), REFERENCES, true);
  expect(found.map(({ id }) => id)).toEqual(['unigram', 'bigram', 'memorising']);
  expect(found.at(-1)?.text).toMatch(/surer of itself/);
  expect(JSON.stringify(found)).not.toMatch(/it starts to memorise/);
  expect(findMilestones([], REFERENCES, true)).toEqual([]);
});

describe('findOverfit', () => {
  it('compares the end with the best of unseen text', () => {
    expect(findOverfit(points([3.3, 2.5, 2.04, 4, 6.96]))).toEqual({
      ...{ step: 100, best: 2.04, now: 6.96 },
    });
  });

  it('is silent when it ended at its best, within the noise, or when training rose as well', () => {
    expect(findOverfit(points([4, 3, 2.2]))).toBeNull();
    expect(findOverfit(points([4, 3, 2.2, 2.24]))).toBeNull();
    expect(findOverfit(points([4, 3, 2.2, 2.9], [4, 3, 2.2, 2.9]))).toBeNull();
    expect(findOverfit(points([4, 3, null]))).toBeNull();
    expect(findOverfit([])).toBeNull();
  });
});

it('a recorder remarks on checkpoints alone, takes a remark back, and forgets it with the run', () => {
  const recorder = new RunRecorder();
  recorder.plan({ maxStep: 100, references: REFERENCES });
  const remarks = () => {
    recorder.publish();
    return recorder.getSnapshot().milestones;
  };
  recorder.addProgress({ step: 2, steps: [1, 2], train_losses: [1, 0.1], iters_per_sec: 20 });
  expect(remarks()).toEqual([]);
  recorder.addCheckpoint({ step: 0, train_loss: 4.02, val_loss: 4.02 });
  recorder.addCheckpoint({ step: 50, train_loss: 2.5, val_loss: 2.52 });
  const first = remarks();
  expect(first.map(({ id }) => id)).toEqual(['unigram']);
  recorder.addCheckpoint({ step: 60, train_loss: 2.5, val_loss: 2.51 });
  expect(remarks()).toBe(first);
  recorder.addCheckpoint({ step: 100, train_loss: 0.1, val_loss: 6 });
  expect(remarks()).toEqual([]);
  recorder.addCheckpoint({ step: 100, train_loss: 2, val_loss: 2 });
  expect(remarks().map(({ id }) => id)).toEqual(['unigram', 'bigram']);
  recorder.begin();
  expect(remarks()).toEqual([]);
});
