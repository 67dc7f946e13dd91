import { describe, expect, it, vi } from 'vitest';
import { RunRecorder } from './RunRecorder';

const progress = (steps: number[], train_losses: (number | null)[], rate = 20) => ({
  step: steps.at(-1) ?? 0,
  steps,
  train_losses,
  iters_per_sec: rate,
});
const drawn = (recorder: RunRecorder) => {
  recorder.publish();
  const { steps, losses, length } = recorder.getSnapshot();
  return {
    steps: Array.from(steps).slice(0, length),
    losses: Array.from(losses).slice(0, length),
  };
};
const sample = (step: number, text = 'x') => ({ step, text, prompt: '\n', quality: '1' });

describe('RunRecorder', () => {
  it('joins progress in order and keeps what is not a number as a gap', () => {
    const recorder = new RunRecorder();
    recorder.addProgress(progress([1, 2], [4, 3.5]));
    recorder.addProgress(progress([3, 4], [null, 3]));
    expect(drawn(recorder)).toEqual({ steps: [1, 2, 3, 4], losses: [4, 3.5, Number.NaN, 3] });
    expect(recorder.getSnapshot().step).toBe(4);
  });

  it('draws a doubled or overlapping event once', () => {
    const recorder = new RunRecorder();
    recorder.addProgress(progress([1, 2, 3], [4, 3.5, 3.2]));
    recorder.addProgress(progress([2, 3, 4], [9, 9, 3]));
    expect(drawn(recorder)).toEqual({ steps: [1, 2, 3, 4], losses: [4, 3.5, 3.2, 3] });
  });

  it('grows past its first capacity without losing a loss', () => {
    const recorder = new RunRecorder();
    const steps = Array.from({ length: 5000 }, (_, i) => i + 1);
    for (let i = 0; i < 5000; i += 7) {
      const some = steps.slice(i, i + 7);
      recorder.addProgress(
        progress(
          some,
          some.map((step) => 1 / step),
        ),
      );
    }
    const all = drawn(recorder);
    expect(all.steps).toEqual(steps);
    expect(all.losses).toEqual(steps.map((step) => 1 / step));
  });

  it('puts a checkpoint that comes late at its place, and replaces one of the same step', () => {
    const recorder = new RunRecorder();
    for (const step of [0, 100, 50, 100]) {
      recorder.addCheckpoint({ step, train_loss: 4 - step / 100, val_loss: step });
      recorder.addSample(sample(step));
    }
    recorder.publish();
    const { checkpoints, samples } = recorder.getSnapshot();
    expect(checkpoints.map(({ step }) => step)).toEqual([0, 50, 100]);
    expect(samples.map(({ step }) => step)).toEqual([0, 50, 100]);
  });

  it('starts afresh when a training begins, and takes a whole story in place of its own', () => {
    const recorder = new RunRecorder();
    recorder.addProgress(progress([1, 2], [4, 3]));
    recorder.addSample(sample(0));
    recorder.begin();
    expect(drawn(recorder).steps).toEqual([]);
    expect(recorder.getSnapshot()).toMatchObject({ step: 0, samples: [], checkpoints: [] });
    recorder.restore({
      current_iter: 7,
      iters_per_sec: 12,
      progress: { steps: [1, 5], train_losses: [4, 3.5] },
      loss_history: [{ step: 0, train_loss: 4.2, val_loss: 4.3 }],
      samples: [sample(0, 'noise')],
    });
    expect(drawn(recorder).steps).toEqual([1, 5]);
    expect(recorder.getSnapshot()).toMatchObject({ step: 7, ratePerSecond: 12 });
    expect(recorder.getSnapshot().samples[0]?.text).toBe('noise');
  });

  it('tells its listeners once for everything that gathered, and not when nothing did', () => {
    const recorder = new RunRecorder();
    const heard = vi.fn();
    recorder.subscribe(heard);
    recorder.addProgress(progress([1], [4]));
    recorder.addProgress(progress([2], [3]));
    const before = recorder.getSnapshot();
    expect(before.length).toBe(0);
    recorder.publish();
    recorder.publish();
    expect(heard).toHaveBeenCalledTimes(1);
    expect(recorder.getSnapshot().checkpoints).toBe(before.checkpoints);
  });
});
