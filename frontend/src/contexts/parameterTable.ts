/**
 * The weights a model will have, counted from its settings before it exists. Follows the model's own table
 * (names, shapes, order); a session brings that table itself, and then it is the one that is shown.
 */
import { MODEL_BOUNDS, TRAINING_BOUNDS } from '@/api/bounds.generated';
import type { ModelConfig, ModelOverrides, Parameter, Preset } from '@/api/generated';

/** A context is at most this share of its text, and never shorter than the least. */
const CONTEXTS_IN_A_TEXT = 4;
const LEAST_CONTEXT = MODEL_BOUNDS.block_size.min;

/** The context, in characters, that a text of so many characters leaves of the wanted one. */
export const contextFor = (wanted: number, charCount: number): number =>
  Math.max(LEAST_CONTEXT, Math.min(wanted, Math.floor(charCount / CONTEXTS_IN_A_TEXT)));

const setting = <K extends keyof typeof MODEL_BOUNDS>(model: ModelConfig, key: K) =>
  (model[key] ?? MODEL_BOUNDS[key].default) as NonNullable<ModelConfig[K]>;

export function parameterTable(model: ModelConfig): Parameter[] {
  const channels = setting(model, 'n_embd');
  const context = setting(model, 'block_size');
  const position = setting(model, 'position');
  const rows: Parameter[] = [];
  const add = (name: string, ...shape: number[]) =>
    rows.push({ name, shape, count: shape.reduce((product, size) => product * size, 1) });
  const norm = (name: string) => {
    const kind = setting(model, 'norm');
    if (kind === 'layernorm' || kind === 'rmsnorm') add(`${name}.weight`, channels);
    if (kind === 'layernorm') add(`${name}.bias`, channels);
  };
  const linear = (name: string, outputs: number, inputs: number) => {
    add(`${name}.weight`, outputs, inputs);
    if (setting(model, 'bias')) add(`${name}.bias`, outputs);
  };

  add('token_embedding.weight', model.vocab_size, channels);
  if (setting(model, 'smear')) add('smear', channels);
  if (position === 'learned') add('position_embedding.weight', context, channels);
  if (setting(model, 'stream_norm') === 'first') norm('first_norm');
  for (let layer = 0; layer < setting(model, 'n_layer'); layer++) {
    const block = `blocks.${layer}`;
    norm(`${block}.norm1`);
    linear(`${block}.attention.qkv`, 3 * channels, channels);
    if (position === 'relative') {
      add(`${block}.attention.distance_bias`, setting(model, 'n_head'), context);
    }
    linear(`${block}.attention.proj`, channels, channels);
    norm(`${block}.norm2`);
    linear(`${block}.mlp.up`, 4 * channels, channels);
    linear(`${block}.mlp.down`, channels, 4 * channels);
  }
  if (setting(model, 'stream_norm') === 'last') norm('final_norm');
  if (!setting(model, 'weight_tying')) add('head.weight', model.vocab_size, channels);
  return rows;
}

/**
 * A preset as a text of this length has it: with a shorter context for a short one and as many
 * characters in a batch as ever, and with less noise and larger batches, which take longer, for a
 * long one. A context that was asked for stays.
 */
export function presetFor(
  preset: Preset,
  text: { charCount: number } | null,
  keepsContext = false,
): Preset {
  const { fit, model, training, expected } = preset;
  if (fit === null || text === null) return preset;
  const { charCount } = text;
  const batches = Math.floor(charCount / fit.characters_per_batch);
  const larger = Math.min(Math.max(batches, 1), fit.most_batches);
  const batch = (training.batch_size ?? TRAINING_BOUNDS.batch_size.default) * larger;
  const noise = charCount >= fit.long_text && { input_noise: fit.long_text_noise };
  const slower = { ...expected, seconds: expected.seconds * larger };
  const longer = {
    ...preset,
    expected: slower,
    training: { ...training, batch_size: batch, ...noise },
  };
  if (keepsContext) return longer;
  const wanted = model.block_size ?? MODEL_BOUNDS.block_size.default;
  const shorter = Math.min(wanted, Math.floor(charCount / fit.characters_per_context));
  const block_size = Math.max(LEAST_CONTEXT, shorter);
  return {
    ...longer,
    model: { ...model, block_size },
    training: { ...longer.training, batch_size: Math.floor((batch * wanted) / block_size) },
  };
}

/** The model of a recipe on a text: its alphabet from the text, its context no longer than that allows. */
export function modelFor(
  model: ModelOverrides,
  text: { vocabSize: number; charCount: number },
): ModelConfig {
  const wanted = model.block_size ?? MODEL_BOUNDS.block_size.default;
  const block_size = contextFor(wanted, text.charCount);
  return { ...model, vocab_size: text.vocabSize, block_size } as ModelConfig;
}

export const totalOf = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { count }) => sum + count, 0);
