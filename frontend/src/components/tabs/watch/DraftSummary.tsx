/** What the draft amounts to: how many parameters, and how far it is from the preset. */
import type { Preset } from '@/api/generated';
import { type Draft, parametersOf, type TextSize } from './advancedDraft';

export interface DraftSummaryProps {
  draft: Draft;
  preset: Preset;
  text: TextSize;
  changes: number;
}

export function DraftSummary({ draft, preset, text, changes }: DraftSummaryProps) {
  const parameters = parametersOf(draft.values, text);
  const distance =
    changes === 0
      ? `The same as ${preset.title}.`
      : `${changes} setting${changes === 1 ? ' differs' : 's differ'} from ${preset.title}.`;
  return (
    <p className="num mb-6" aria-live="polite">
      <b>{parameters === null ? '–' : parameters.toLocaleString('en')} parameters.</b>{' '}
      <span className={changes > 0 ? 'text-violet-text' : 'text-text-3'}>{distance}</span>
    </p>
  );
}
