/** The exact step as a field: Enter goes to the kept step nearest to it and says where that is, or why not; Escape or leaving gives it back. */
import { useId, useState } from 'react';
import { parseStep } from './steps';

export interface StepEntryProps {
  step: number;
  newestStep: number;
  /** Kept steps, ascending. */
  stops: readonly number[];
  disabled: boolean;
  onStep: (step: number) => void;
}

/** Longer than any step with its commas, so that nothing is cut unseen. */
const MAX_LENGTH = 24;

export function StepEntry({ step, newestStep, stops, disabled, onStep }: StepEntryProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [note, setNote] = useState<{ text: string; wrong: boolean } | null>(null);
  const noteId = useId();
  const giveBack = () => {
    setDraft(null);
    setNote(null);
  };
  const commit = () => {
    if (draft === null) return;
    const typed = parseStep(draft, newestStep, stops);
    setNote(typed.note === null ? null : { text: typed.note, wrong: typed.step === null });
    if (typed.step === null) return;
    setDraft(null);
    if (typed.step !== step) onStep(typed.step);
  };
  return (
    <div className="time-typed">
      <input
        className="time-entry num"
        aria-label="Go to step"
        aria-invalid={note?.wrong || undefined}
        aria-describedby={note ? noteId : undefined}
        title={`Type a step from 0 to ${newestStep.toLocaleString('en')}`}
        inputMode="numeric"
        autoComplete="off"
        maxLength={MAX_LENGTH}
        disabled={disabled}
        value={draft ?? String(step)}
        onFocus={(event) => {
          // While the view is live the figure runs; under the hand it must hold still.
          setDraft(String(step));
          event.currentTarget.select();
        }}
        onChange={(event) => {
          setDraft(event.target.value);
          setNote(null);
        }}
        onBlur={giveBack}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') giveBack();
        }}
      />
      <p
        id={noteId}
        role="status"
        className={note ? 'time-note' : 'sr-only'}
        data-wrong={note?.wrong}
      >
        {note?.text}
      </p>
    </div>
  );
}
