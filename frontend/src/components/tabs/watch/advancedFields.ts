/** Every setting in plain words, grouped as a person would look for it. Limits come from the contract. */
import { MODEL_BOUNDS, TRAINING_BOUNDS } from '@/api/bounds.generated';

export type ModelKey = keyof typeof MODEL_BOUNDS;
export type TrainingKey = keyof typeof TRAINING_BOUNDS;
export type SettingKey = ModelKey | TrainingKey;
export type SettingValue = number | string | boolean;

export interface Setting {
  key: SettingKey;
  label: string;
  /** One sentence for somebody who has never heard of it. */
  tip: string;
  unit?: string;
}

export interface Bound {
  kind: string;
  default: SettingValue;
  options?: readonly string[];
  min?: number;
  above?: number;
  max?: number;
}

export const isModelKey = (key: SettingKey): key is ModelKey => key in MODEL_BOUNDS;

export const boundOf = (key: SettingKey): Bound =>
  isModelKey(key) ? MODEL_BOUNDS[key] : TRAINING_BOUNDS[key];

export interface SettingGroup {
  title: string;
  settings: readonly Setting[];
}

export const GROUPS: readonly SettingGroup[] = [
  {
    title: 'How long',
    settings: [
      {
        key: 'max_iters',
        label: 'Iterations',
        unit: 'steps',
        tip: 'How many batches it learns from before it is done.',
      },
      {
        key: 'eval_interval',
        label: 'Checkpoint every',
        unit: 'steps',
        tip: 'How often it rests to be measured and to write a sample.',
      },
      {
        key: 'batch_size',
        label: 'Batch',
        unit: 'pieces of text',
        tip: 'How many pieces of text it reads in each step.',
      },
    ],
  },
  {
    title: 'How it learns',
    settings: [
      {
        key: 'learning_rate',
        label: 'Learning rate',
        tip: 'How large a correction it makes after each step: too small is slow, too large runs away.',
      },
      {
        key: 'optimizer',
        label: 'Optimizer',
        tip: 'The rule that turns what went wrong into new weights.',
      },
      {
        key: 'matrix_learning_rate',
        label: 'Rate of matrices',
        tip: 'The learning rate Muon uses for the matrices inside the blocks.',
      },
      {
        key: 'warmup_steps',
        label: 'Warm-up',
        unit: 'steps',
        tip: 'The first steps are smaller, until it knows which way to go.',
      },
      {
        key: 'lr_decay',
        label: 'Slowing down',
        tip: 'How the learning rate falls towards the end.',
      },
      {
        key: 'min_lr_ratio',
        label: 'Last learning rate',
        unit: 'of the first',
        tip: 'What is left of the learning rate at the last step.',
      },
      { key: 'beta1', label: 'Momentum', tip: 'How much of the earlier direction it keeps.' },
      {
        key: 'beta2',
        label: 'Memory of sizes',
        tip: 'For how long it remembers how large the corrections of each weight were.',
      },
      {
        key: 'weight_decay',
        label: 'Weight decay',
        tip: 'Pulls every weight a little towards zero, against memorising.',
      },
      {
        key: 'grad_clip',
        label: 'Largest correction',
        tip: 'Corrections above this size are cut; 0 never cuts.',
      },
      {
        key: 'input_noise',
        label: 'Input noise',
        tip: 'The share of characters replaced by random ones, so that it cannot recite.',
      },
    ],
  },
  {
    title: 'The model',
    settings: [
      {
        key: 'n_layer',
        label: 'Layers',
        tip: 'How many times in a row it looks around and thinks.',
      },
      { key: 'n_head', label: 'Heads', tip: 'How many things at once each layer can look for.' },
      {
        key: 'n_embd',
        label: 'Width',
        unit: 'numbers',
        tip: 'How many numbers describe each character inside the model.',
      },
      { key: 'block_size', label: 'Context', unit: 'characters', tip: 'How far back it can see.' },
      {
        key: 'position',
        label: 'Positions',
        tip: 'How it knows where in the text a character stands.',
      },
      { key: 'norm', label: 'Normalisation', tip: 'Keeps the numbers inside at a steady size.' },
      {
        key: 'stream_norm',
        label: 'Outer norm',
        tip: 'Layers steady what they read; this steadies what they begin with, or all they add up to.',
      },
      {
        key: 'activation',
        label: 'Activation',
        tip: 'The bend that makes thinking more than adding up.',
      },
      {
        key: 'weight_tying',
        label: 'Shared embedding',
        tip: 'Uses the same table to read a character and to write one.',
      },
      {
        key: 'residual',
        label: 'Shortcuts',
        tip: 'Each block adds to what was there instead of replacing it.',
      },
      { key: 'bias', label: 'Biases', tip: 'A constant added in every layer.' },
      {
        key: 'smear',
        label: 'Smear',
        tip: 'Mixes a learned share of the previous character into each one.',
      },
      {
        key: 'dropout',
        label: 'Dropout',
        tip: 'The share of numbers left out at random while it learns, against memorising.',
      },
    ],
  },
];

/** How a choice is written for a person. */
export const CHOICE_NAMES: Readonly<Record<string, string>> = {
  adamw: 'AdamW',
  muon: 'Muon',
  cosine: 'in a curve',
  linear: 'in a line',
  trapezoid: 'late, in a line',
  constant: 'not at all',
  learned: 'a learned table',
  relative: 'by distance',
  rotary: 'by rotation',
  none: 'none',
  layernorm: 'LayerNorm',
  rmsnorm: 'RMSNorm',
  plain_rmsnorm: 'plain RMSNorm',
  last: 'at the end',
  first: 'at the start',
  relu: 'ReLU',
  relu2: 'ReLU squared',
  gelu: 'GELU',
};
