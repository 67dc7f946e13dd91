/** A small whole number, typed or moved by its arrows; what is out of bounds is moved to the nearest that is not. */
import { useEffect, useState } from 'react';

export interface NumberStepperProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onValueChange: (value: number) => void;
}

export function NumberStepper({ label, value, min, max, onValueChange }: NumberStepperProps) {
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft(String(value)), [value]);
  const settle = () => {
    const typed = Math.round(Number(draft));
    const next =
      draft.trim() !== '' && Number.isFinite(typed) ? Math.min(max, Math.max(min, typed)) : value;
    setDraft(String(next));
    if (next !== value) onValueChange(next);
  };
  return (
    <label className="lab-stepper">
      {label}
      <input
        type="number"
        className="num"
        {...{ min, max }}
        step={1}
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value);
          const typed = event.target.valueAsNumber;
          if (Number.isInteger(typed) && typed >= min && typed <= max) onValueChange(typed);
        }}
        onBlur={settle}
      />
    </label>
  );
}
