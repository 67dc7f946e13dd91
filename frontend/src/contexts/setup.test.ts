import { describe, expect, it } from 'vitest';
import { preset, session } from '@/test/fakes';
import { createBody, DEFAULT_SETUP, queryOf, setupFromQuery, setupOf } from './setup';

describe('a link', () => {
  it('says only what differs from the default, and reads it back', () => {
    expect(queryOf(DEFAULT_SETUP)).toBe('');
    const lesson = { ...DEFAULT_SETUP, datasetId: 'poems', preset: 'modern', seed: 7 };
    expect(queryOf(lesson)).toBe('dataset=poems&preset=modern&seed=7');
    expect({ ...DEFAULT_SETUP, ...setupFromQuery(new URLSearchParams(queryOf(lesson))) }).toEqual(
      lesson,
    );
  });

  it('never names a person’s own text', () => {
    expect(queryOf({ ...DEFAULT_SETUP, datasetId: 'user_1234' })).toBe('');
    expect(setupFromQuery(new URLSearchParams('dataset=user_12'))).toEqual({});
  });

  it('leaves out what makes no sense', () => {
    const odd = new URLSearchParams('dataset=../etc&preset=%3Cb%3E&seed=-1e9');
    expect(setupFromQuery(odd)).toEqual({});
  });
});

describe('createBody', () => {
  it('sends only what is not the preset’s', () => {
    const setup = { ...DEFAULT_SETUP, seed: 0, speed: 0 as const, model: { n_head: 4 } };
    expect(createBody(setup, 'watch_learn')).toEqual({
      ...{ feature_type: 'watch_learn', dataset_id: 'shakespeare', preset: 'tuned' },
      ...{ seed: 0, speed_multiplier: 0, model: { n_head: 4 } },
    });
  });
});

describe('setupOf', () => {
  it('finds what a session changed of its preset, and leaves a shrunken context alone', () => {
    const tuned = preset('tuned', 'Tuned');
    const changed = session('s', {
      model_config: { ...tuned.model, n_layer: 4, block_size: 25, vocab_size: 30 },
      training_config: { ...tuned.training, max_iters: 900 },
    });
    expect(setupOf(changed, [tuned])).toEqual({
      ...{ datasetId: 'shakespeare', preset: 'tuned' },
      ...{ model: { n_layer: 4 }, hyperparameters: { max_iters: 900 } },
    });
  });
});
