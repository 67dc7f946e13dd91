/** The form of the lab's model: its fields, what a draft means, and what is wrong with it. Pure. */
import { BOUNDS, ConfigError, DEFAULTS, type Settings, settingsFrom } from 'microgpt';

export type Field = keyof Settings;
/** null: what stands in the field is not allowed. */
export type Draft = Record<Field, number | null>;

export interface FieldWords {
  field: Field;
  label: string;
  tip: string;
  unit?: string;
}

export const MODEL_FIELDS: readonly FieldWords[] = [
  { field: 'nEmbd', label: 'Embedding', tip: 'Numbers that describe one character, in steps of 4' },
  {
    field: 'nHead',
    label: 'Heads',
    tip: 'Ways of looking back, side by side; they share the embedding evenly',
  },
  { field: 'nLayer', label: 'Layers', tip: 'Blocks of attention and MLP, one after the other' },
  {
    field: 'blockSize',
    label: 'Context',
    tip: 'Characters it sees at once; of longer lines only the beginning is read',
  },
];
export const TRAINING_FIELDS: readonly FieldWords[] = [
  {
    field: 'learningRate',
    label: 'Learning rate',
    tip: 'How far each step goes at first; it falls to 0 at the last one',
  },
  { field: 'steps', label: 'Steps', tip: 'One line of the list each', unit: 'lines read' },
  {
    field: 'seed',
    label: 'Seed',
    tip: 'Of chance: the same seed gives the same first weights and the same order',
  },
];

export const boundsOf = (field: Field) => {
  const { min, max, step } = BOUNDS[field];
  return { min, max, integer: step !== null };
};

/** What the toolbox says about a draft, by field. Fields that are empty or out of bounds say so themselves. */
export function problemsOf(draft: Draft): Partial<Record<Field, string>> {
  if (Object.values(draft).some((value) => value === null)) return {};
  try {
    settingsFrom(draft as Settings);
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { [error.field]: error.message };
  }
}

export function settingsOf(draft: Draft): Settings | null {
  const isWhole = Object.values(draft).every((value) => value !== null);
  return isWhole && Object.keys(problemsOf(draft)).length === 0 ? (draft as Settings) : null;
}

export const isDefault = (draft: Draft): boolean =>
  (Object.keys(DEFAULTS) as Field[]).every((field) => draft[field] === DEFAULTS[field]);
