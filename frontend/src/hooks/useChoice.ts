/** What is chosen for the next Play, joined with what there is to choose from. Pure look-ups. */
import { useMemo } from 'react';
import { MODEL_BOUNDS } from '@/api/bounds.generated';
import type { Parameter, Preset, TrainingConfig } from '@/api/generated';
import { allTexts, type TextFacts } from '@/contexts/catalog';
import {
  contextFor,
  modelFor,
  parameterTable,
  presetFor,
  totalOf,
} from '@/contexts/parameterTable';
import type { Speed } from '@/contexts/sessions';
import { useCatalog, useCurrentRun, useSetup } from './useStores';

export interface Choice {
  texts: readonly TextFacts[];
  presets: readonly Preset[];
  /** Null while the lists are on their way. */
  text: TextFacts | null;
  preset: Preset | null;
  /** What the run has, or the next one will have: preset and the person's own values. */
  recipe: TrainingConfig;
  /** Every weight: the session's own table, or the one the next session will have. */
  parameters: readonly Parameter[];
  parameterCount: number | null;
  /** How many characters back it looks: the run's, or what the text leaves of the recipe's. */
  context: number;
  /** Whether that is less than the recipe asks for, because the text is short. */
  contextIsCut: boolean;
  /** How many settings differ from the preset. */
  changes: number;
  speed: Speed;
}

export function useTexts(): readonly TextFacts[] {
  const catalog = useCatalog((state) => state);
  return useMemo(() => allTexts(catalog), [catalog]);
}

export function useChoice(): Choice {
  const texts = useTexts();
  const presets = useCatalog((state) => state.presets);
  const setup = useSetup((state) => state);
  const run = useCurrentRun();
  return useMemo(() => {
    const text = texts.find(({ id }) => id === setup.datasetId) ?? null;
    const chosen = presets.find(({ name }) => name === setup.preset) ?? null;
    const keeps = setup.model.block_size !== undefined;
    const preset = chosen && presetFor(chosen, text, keeps);
    const session = run?.session ?? null;
    const recipe = session?.training_config ?? {
      ...preset?.training,
      ...(setup.hyperparameters as TrainingConfig),
    };
    const wanted = { ...preset?.model, ...setup.model };
    const wantedContext = wanted.block_size ?? MODEL_BOUNDS.block_size.default;
    const model = session?.model_config ?? (text && modelFor(wanted, text));
    const context = model?.block_size ?? wantedContext;
    const planned = preset && text ? parameterTable(modelFor(wanted, text)) : [];
    const parameters = session?.parameters ?? planned;
    const alive = run && ['queued', 'running', 'paused'].includes(run.status.status);
    return {
      ...{ texts, presets, text, preset, recipe, parameters, context },
      contextIsCut: text !== null && contextFor(wantedContext, text.charCount) < wantedContext,
      parameterCount: parameters.length > 0 ? totalOf(parameters) : null,
      changes: Object.keys({ ...setup.model, ...setup.hyperparameters }).length,
      speed: alive
        ? run.status.speed_multiplier
        : (setup.speed ?? run?.status.speed_multiplier ?? preset?.speed_multiplier ?? 1),
    };
  }, [texts, presets, setup, run]);
}
