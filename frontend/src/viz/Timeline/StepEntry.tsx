/** The exact step as a field: Enter goes there, Escape or leaving gives it back. */
import { useState } from 'react';
import { parseStep } from './steps';

export interface StepEntryProps {
  step: number;
  newestStep: number;
  disabled: boolean;
  onStep: (step: number) => void;
}

export function StepEntry({ step, newestStep, disabled, onStep }: StepEntryProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const wanted = draft === null ? null : parseStep(draft, newestStep);
    setDraft(null);
    if (wanted !== null && wanted !== step) onStep(wanted);
  };
  return (
    <input
      className="time-entry num"
      aria-label="Go to step"
      title={`Type a step from 0 to ${newestStep}`}
      inputMode="numeric"
      autoComplete="off"
      maxLength={9}
      disabled={disabled}
      value={draft ?? String(step)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => setDraft(null)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
