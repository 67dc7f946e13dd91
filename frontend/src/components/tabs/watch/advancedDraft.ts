/** The values in the drawer while they are being changed: what is wrong with them, and what they amount to. Pure. */
import type { ModelFields, ModelOverrides, Preset, TrainingConfig } from '@/api/generated';
import type { TextFacts } from '@/contexts/catalog';
import { modelFor, parameterTable, totalOf } from '@/contexts/parameterTable';
import { overridesOf, type Setup } from '@/contexts/setup';
import { boundOf, GROUPS, isModelKey, type SettingKey, type SettingValue } from './advancedFields';

/** What a model takes from its text. */
export type TextSize = Pick<TextFacts, 'vocabSize' | 'charCount'>;

export const MAX_PARAMETERS = 2_000_000;
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

/** null: what stands in the field is not allowed. */
export type DraftValues = Readonly<Record<SettingKey, SettingValue | null>>;

export interface Draft {
  values: DraftValues;
  /** null: a new one each time. */
  seed: number | null;
  /** What is typed as a seed is not allowed; `seed` is the last one that was. */
  seedIsWrong: boolean;
  device: Setup['device'];
}

const KEYS: readonly SettingKey[] = GROUPS.flatMap(({ settings }) =>
  settings.map(({ key }) => key),
);

/** The values of a preset with the person's own on top. */
export function draftOf(preset: Preset, setup: Setup): Draft {
  const known: Partial<Record<SettingKey, unknown>> = {
    ...preset.model,
    ...preset.training,
    ...setup.model,
    ...setup.hyperparameters,
  };
  const values = Object.fromEntries(KEYS.map((key) => [key, known[key] ?? boundOf(key).default]));
  const { seed, device } = setup;
  return { values: values as DraftValues, seed, seedIsWrong: false, device };
}

/** The warm-up that keeps the preset's share of a run of so many iterations, as the server reckons it. */
function warmupFor(preset: Preset, iterations: number): number {
  const { warmup_steps = 0, max_iters = 1 } = preset.training;
  return warmup_steps === 0 ? 0 : Math.max(1, Math.round((iterations * warmup_steps) / max_iters));
}

/** Whether nobody chose the warm-up: it is the preset's share of the run. */
export const warmupFollows = ({ max_iters, warmup_steps }: DraftValues, preset: Preset): boolean =>
  typeof max_iters === 'number' && warmup_steps === warmupFor(preset, max_iters);

/** The values with one changed; with `follows` the warm-up goes along with the number of iterations. */
export function changed(
  values: DraftValues,
  [key, value]: readonly [SettingKey, SettingValue | null],
  preset: Preset,
  follows: boolean,
): DraftValues {
  const next = { ...values, [key]: value };
  if (!follows || key !== 'max_iters' || typeof value !== 'number') return next;
  return { ...next, warmup_steps: warmupFor(preset, value) };
}

/** What no single field can tell: how the values go together. By the field where it is said. */
export function conflicts(
  values: DraftValues,
  text: TextSize,
): Partial<Record<SettingKey, string>> {
  const found: Partial<Record<SettingKey, string>> = {};
  const number = (key: SettingKey) => values[key] as number | null;
  const [width, heads] = [number('n_embd'), number('n_head')];
  if (width !== null && heads !== null && width % heads !== 0) {
    found.n_embd = `${width} does not divide into ${heads} heads of equal width.`;
  }
  const [warmup, iterations] = [number('warmup_steps'), number('max_iters')];
  if (warmup !== null && iterations !== null && warmup > iterations) {
    found.warmup_steps = `${warmup} steps of warm-up, but only ${iterations} iterations.`;
  }
  const parameters = parametersOf(values, text);
  if (parameters !== null && parameters > MAX_PARAMETERS) {
    const [have, limit] = [parameters, MAX_PARAMETERS].map((count) => count.toLocaleString('en'));
    found.n_embd ??= `${have} parameters, the limit is ${limit}.`;
  }
  return found;
}

/** How many parameters the model would have; null while a field is wrong. */
export function parametersOf(values: DraftValues, text: TextSize): number | null {
  const model = KEYS.filter(isModelKey).map((key) => [key, values[key]] as const);
  if (model.some(([, value]) => value === null)) return null;
  const wanted = Object.fromEntries(model) as ModelOverrides;
  return totalOf(parameterTable(modelFor(wanted, text)));
}

/** What the draft changes of the setup: only what differs from the preset. Every value must be allowed. */
export function changeOf(draft: Draft, preset: Preset): Partial<Setup> {
  const values = draft.values as Record<SettingKey, SettingValue>;
  return {
    model: overridesOf<ModelFields>(preset.model, values as ModelFields),
    hyperparameters: overridesOf<TrainingConfig>(preset.training, values as TrainingConfig),
    seed: draft.seed,
    device: draft.device,
  };
}

/** Names of the settings that differ from the preset. */
export function differing(draft: Draft, preset: Preset): SettingKey[] {
  const own: Partial<Record<SettingKey, unknown>> = { ...preset.model, ...preset.training };
  return KEYS.filter((key) => draft.values[key] !== (own[key] ?? boundOf(key).default));
}
