import { describe, expect, it } from 'vitest';
import { MODEL_BOUNDS, TRAINING_BOUNDS } from '@/api/bounds.generated';
import { DEFAULT_SETUP } from '@/contexts/setup';
import { preset } from '@/test/fakes';
import {
  changed,
  changeOf,
  conflicts,
  differing,
  draftOf,
  parametersOf,
  warmupFollows,
} from './advancedDraft';
import { boundOf, CHOICE_NAMES, GROUPS, type SettingKey } from './advancedFields';

const tuned = preset('tuned', 'Tuned');
const draft = (over = {}) => {
  const fresh = draftOf(tuned, DEFAULT_SETUP);
  return { ...fresh, values: { ...fresh.values, ...over } };
};

it('has every setting of the contract once, and a name for every choice', () => {
  const keys = GROUPS.flatMap(({ settings }) => settings.map(({ key }) => key));
  const contract = [...Object.keys(MODEL_BOUNDS), ...Object.keys(TRAINING_BOUNDS)];
  expect([...keys].sort()).toEqual(contract.sort());
  for (const key of keys) {
    for (const option of boundOf(key).options ?? []) expect(CHOICE_NAMES).toHaveProperty(option);
  }
});

const SHAKESPEARE = { vocabSize: 66, charCount: 1_000_000 };

describe('a warm-up', () => {
  const { values } = draft({ max_iters: 500, warmup_steps: 75 });

  it('that nobody chose keeps its share of the run, through numbers typed digit by digit', () => {
    expect(warmupFollows(values, tuned)).toBe(true);
    const typed = [6, null, 60].reduce<typeof values>(
      (now, digit) => changed(now, ['max_iters', digit], tuned, true),
      values,
    );
    expect(typed).toMatchObject({ max_iters: 60, warmup_steps: 9 });
    expect(changed(values, ['max_iters', 1], tuned, true).warmup_steps).toBe(1);
  });

  it('that somebody chose stays', () => {
    expect(warmupFollows({ ...values, warmup_steps: 20 }, tuned)).toBe(false);
    const longer = changed({ ...values, warmup_steps: 20 }, ['max_iters', 900], tuned, false);
    expect(longer.warmup_steps).toBe(20);
  });
});

describe('a draft', () => {
  it('starts as the preset with the person’s own values on top', () => {
    const own = { ...DEFAULT_SETUP, hyperparameters: { max_iters: 900 } };
    expect(draftOf(tuned, own).values).toMatchObject({ max_iters: 900, batch_size: 32 });
    expect(differing(draftOf(tuned, own), tuned)).toEqual(['max_iters']);
  });

  it('changes only what differs from the preset', () => {
    const changed = { ...draft({ n_layer: 3, batch_size: 32 }), seed: 7 };
    expect(changeOf(changed, tuned)).toEqual({
      ...{ model: { n_layer: 3 }, hyperparameters: {} },
      ...{ seed: 7, device: 'auto' },
    });
  });

  it('has no size while a field is wrong', () => {
    expect(parametersOf(draft({ n_embd: null }).values, SHAKESPEARE)).toBeNull();
  });

  it.each<[string, object, SettingKey, string]>([
    ['width and heads', { n_embd: 16, n_head: 3 }, 'n_embd', '16 does not divide into 3 heads'],
    ['warm-up', { warmup_steps: 600 }, 'warmup_steps', '600 steps of warm-up, but only 500'],
    ['size', { n_embd: 256, n_head: 8, n_layer: 6 }, 'n_embd', 'the limit is 2,000,000'],
  ])('tells how values collide: %s', (_, over, field, words) => {
    expect(conflicts(draft(over).values, SHAKESPEARE)[field]).toContain(words);
    expect(conflicts(draft().values, SHAKESPEARE)).toEqual({});
  });
});
